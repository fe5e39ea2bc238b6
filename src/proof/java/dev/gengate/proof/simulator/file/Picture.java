package dev.gengate.proof.simulator.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** A picture of a prompt: its words on a colour that the seed chooses. Drawn by hand, since not every machine has fonts. */
final class Picture {
    private static final int WIDTH = 512;
    private static final int HEIGHT = 512;
    private static final int DOT = 4;
    private static final int LETTER_WIDE = 6 * DOT;
    private static final int LINE_HIGH = 10 * DOT;
    private static final int MARGIN = 5 * DOT;
    private static final int PER_LINE = (WIDTH - 2 * MARGIN) / LETTER_WIDE;
    private static final int LINES = (HEIGHT - 2 * MARGIN) / LINE_HIGH;
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    /** Seven rows of five dots for each letter, five bits a row, as two digits of base 32 would be too clever. */
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private static final String[] SHAPES = {
        "0E11111F111111", "1E11111E11111E", "0E11101010110E", "1E11111111111E", "1F10101E10101F", "1F10101E101010",
        "0E11101713110E", "1111111F111111", "0E04040404040E", "0702020202120C", "11121418141211", "1010101010101F",
        "111B1515111111", "11191513111111", "0E11111111110E", "1E11111E101010", "0E11111115120D", "1E11111E141211",
        "0F10100E01011E", "1F040404040404", "1111111111110E", "11111111110A04", "11111115151B11", "11110A040A1111",
        "11110A04040404", "1F01020408101F", "0E11131519110E", "040C040404040E", "0E11010204081F", "1F02040201110E",
        "02060A121F0202", "1F101E0101110E", "0608101E11110E", "1F010204080808", "0E11110E11110E", "0E11110F01020C"
    };

    private final byte[] rows = new byte[HEIGHT * (1 + 3 * WIDTH)];
    private final Random chance;

    private Picture(long seed) {
        chance = new Random(seed);
    }

    static Picture of(String text, long seed) {
        Picture picture = new Picture(seed);
        picture.paint();
        picture.write(text.replaceAll("\\[sim:[^]]*]", "").strip().toUpperCase(Locale.ROOT));
        return picture;
    }

    private void paint() {
        int[] from = colour();
        int[] to = colour();
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                for (int part = 0; part < 3; part++) {
                    set(x, y, part, from[part] + (to[part] - from[part]) * (x + y) / (WIDTH + HEIGHT));
                }
            }
        }
    }

    /** Dark enough for white letters. */
    private int[] colour() {
        return new int[] {chance.nextInt(160), chance.nextInt(160), chance.nextInt(160)};
    }

    private void write(String text) {
        int most = Math.min(text.length(), PER_LINE * LINES);
        for (int index = 0; index < most; index++) {
            int letter = LETTERS.indexOf(text.charAt(index));
            if (letter >= 0) {
                draw(SHAPES[letter], MARGIN + index % PER_LINE * LETTER_WIDE, MARGIN + index / PER_LINE * LINE_HIGH);
            }
        }
    }

    private void draw(String shape, int left, int top) {
        for (int row = 0; row < 7; row++) {
            int dots = Integer.parseInt(shape.substring(2 * row, 2 * row + 2), 16);
            for (int column = 0; column < 5; column++) {
                if ((dots >> 4 - column & 1) == 1) {
                    dot(left + column * DOT, top + row * DOT);
                }
            }
        }
    }

    private void dot(int left, int top) {
        for (int pixel = 0; pixel < DOT * DOT * 3; pixel++) {
            set(left + pixel / 3 % DOT, top + pixel / 3 / DOT, pixel % 3, 0xff);
        }
    }

    private void set(int x, int y, int part, int value) {
        rows[y * (1 + 3 * WIDTH) + 1 + 3 * x + part] = (byte) value;
    }

    /** As a file of at least so many bytes: what is missing is noise that no viewer looks at. */
    byte[] png(int least) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(SIGNATURE);
        byte[] header = ByteBuffer.allocate(13)
                .putInt(WIDTH)
                .putInt(HEIGHT)
                .put(new byte[] {8, 2, 0, 0, 0})
                .array();
        chunk(file, "IHDR", header);
        byte[] pixels = deflated();
        byte[] noise = new byte[Math.max(0, least - pixels.length - 100)];
        chance.nextBytes(noise);
        if (noise.length > 0) {
            chunk(file, "noIs", noise);
        }
        chunk(file, "IDAT", pixels);
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private byte[] deflated() {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        deflater.setInput(rows);
        deflater.finish();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8_192];
        while (!deflater.finished()) {
            bytes.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return bytes.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(data);
        file.writeBytes(number(data.length));
        file.writeBytes(name);
        file.writeBytes(data);
        file.writeBytes(number((int) sum.getValue()));
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }
}
