package io.sluice.offline.chart;

/** Colours that are told apart by people who see no red or no green, too (Okabe and Ito 2008), on white. */
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

    /** As SVG writes it. */
    String code() {
        return code;
    }
}
