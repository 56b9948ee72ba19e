package io.sluice.permission;

import java.util.List;

/** A failure because a user lacks permissions. The message names them. */
public final class PermissionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param before the beginning of the message */
    public PermissionException(String before, List<Permission> missing, String bootstrapServers, Throwable cause) {
        super(before + Permission.lack(missing, bootstrapServers), cause);
    }
}
