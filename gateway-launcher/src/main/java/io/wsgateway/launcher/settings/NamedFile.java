package io.wsgateway.launcher.settings;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that a setting names. */
final class NamedFile {
    private NamedFile() {}

    /** Why a file can't be read, in words; its text is never repeated, nor its name. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String why) {
            super(why);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    /** The whole text, without a byte order mark. */
    static String read(String name) throws Unreadable {
        try {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                throw new Unreadable("it is a folder");
            }
            return RawSetting.unmarked(Files.readString(path));
        } catch (IOException | InvalidPathException e) {
            throw new Unreadable(why(e));
        }
    }

    static String why(Exception failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file";
        } else if (failure instanceof AccessDeniedException) {
            return "this user may not read it (permission denied)";
        } else if (failure instanceof CharacterCodingException) {
            return "it is not UTF-8 text";
        } else if (failure instanceof InvalidPathException) {
            return "no file can have this name";
        }
        return "reading it failed (" + failure.getClass().getSimpleName() + ")";
    }

    /**
     * A secret's file as people see it: only what is plainly a path, with a folder that exists. Anything else may be the
     * secret itself, given under the wrong key.
     */
    static String shown(String name) {
        try {
            Path folder = Path.of(name).getParent();
            return folder != null && folder.getNameCount() > 0 && Files.isDirectory(folder) ? name : Setting.MASK;
        } catch (InvalidPathException e) {
            return Setting.MASK;
        }
    }
}
