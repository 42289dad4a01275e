package io.wsgateway.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedFileTest {
    @TempDir
    Path folder;

    @Test
    void whatCannotBeReadIsSaidInWordsAndWithoutTheName() throws IOException {
        Path latin = Files.write(folder.resolve("latin"), new byte[] {(byte) 0xE4});
        unreadable(folder.toString(), "it is a folder");
        unreadable(folder.resolve("absent").toString(), "there is no such file");
        unreadable(latin.toString(), "it is not UTF-8 text");
        unreadable("a\0b", "no file can have this name");
    }

    /** Root may read everything, so these are told as the JDK throws them. */
    @Test
    void aMissingRightIsNamed() {
        assertThat(NamedFile.why(new AccessDeniedException("/run/secret")))
                .isEqualTo("this user may not read it (permission denied)");
        assertThat(NamedFile.why(new MalformedInputException(1))).isEqualTo("it is not UTF-8 text");
        assertThat(NamedFile.why(new FileSystemException("/run/secret", null, "Too many open files")))
                .contains("FileSystemException")
                .doesNotContain("/run/secret");
    }

    private static void unreadable(String name, String why) {
        assertThatThrownBy(() -> NamedFile.read(name))
                .isInstanceOf(NamedFile.Unreadable.class)
                .hasMessage(why);
    }
}
