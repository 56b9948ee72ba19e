package io.sluice.offline.chart;

/** Colours on white that colour-blind people can distinguish as well (Okabe and Ito 2008). */
public enum Colour {
    BLUE("#0072b2"),
    ORANGE("#d55e00"),
    GREEN("#009e73"),
    PURPLE("#cc79a7"),
    SKY("#56b4e9"),
    YELLOW("#e69f00"),
    DARK("#444444"),
    GREY("#a0a0a0");

    private final String code;

    Colour(String code) {
        this.code = code;
    }

    /** Returns the SVG colour code. */
    String code() {
        return code;
    }
}
