package dev.gengate.proof.simulator.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A film of one grey picture for a second: H.264 whose blocks are not compressed, in MP4. */
final class SmallFilm {
    private static final int BLOCKS_WIDE = 8;
    private static final int BLOCKS_HIGH = 6;
    private static final int SCALE = 1_000;
    private static final byte[] SEQUENCE = bytes(0x67, 0x42, 0x00, 0x0a, 0xf8, 0x41, 0xa2);
    private static final byte[] PICTURE = bytes(0x68, 0xce, 0x38, 0x80);
    private static final byte[] SLICE = bytes(0x65, 0x88, 0x84, 0x21, 0xa0);
    private static final byte[] BLOCK = bytes(0x0d, 0x00);
    private static final byte[] MATRIX = numbers(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

    static final byte[] MP4 = make();

    private SmallFilm() {}

    private static byte[] make() {
        byte[] sample = sample();
        byte[] type = box("ftyp", text("isom"), numbers(0x200), text("isomavc1mp41"));
        int head = type.length + movie(0, sample.length).length + 8;
        return joined(type, movie(head, sample.length), box("mdat", sample));
    }

    private static byte[] sample() {
        ByteArrayOutputStream slice = new ByteArrayOutputStream();
        slice.writeBytes(SLICE);
        for (int block = 0; block < BLOCKS_WIDE * BLOCKS_HIGH; block++) {
            if (block > 0) {
                slice.writeBytes(BLOCK);
            }
            for (int sample = 0; sample < 384; sample++) {
                slice.write(sample < 256 ? 0x50 + block : 0x80);
            }
        }
        slice.write(0x80);
        return joined(numbers(slice.size()), slice.toByteArray());
    }

    private static byte[] movie(int offset, int size) {
        byte[] header = box(
                "mvhd", numbers(0, 0, 0, SCALE, SCALE, 0x10000, 0x01000000, 0, 0), MATRIX, new byte[24], numbers(2));
        int width = BLOCKS_WIDE * 16;
        int height = BLOCKS_HIGH * 16;
        byte[] trackHeader =
                box("tkhd", numbers(3, 0, 0, 1, 0, SCALE, 0, 0, 0, 0), MATRIX, numbers(width << 16, height << 16));
        byte[] mediaHeader = box("mdhd", numbers(0, 0, 0, SCALE, SCALE, 0x55c40000));
        byte[] handler = box("hdlr", numbers(0, 0), text("vide"), new byte[12], text("film\0"));
        byte[] data = box("dinf", box("dref", numbers(0, 1), box("url ", numbers(1))));
        byte[] information = box("minf", box("vmhd", numbers(1, 0, 0)), data, table(offset, size, width, height));
        return box("moov", header, box("trak", trackHeader, box("mdia", mediaHeader, handler, information)));
    }

    private static byte[] table(int offset, int size, int width, int height) {
        byte[] configuration = box(
                "avcC",
                bytes(1, 0x42, 0, 0x0a, 0xff, 0xe1, 0, SEQUENCE.length),
                SEQUENCE,
                bytes(1, 0, PICTURE.length),
                PICTURE);
        byte[] entry = box(
                "avc1",
                new byte[6],
                bytes(0, 1),
                new byte[16],
                numbers(width << 16 | height, 0x480000, 0x480000, 0),
                bytes(0, 1),
                new byte[32],
                bytes(0, 0x18, 0xff, 0xff),
                configuration);
        return box(
                "stbl",
                box("stsd", numbers(0, 1), entry),
                box("stts", numbers(0, 1, 1, SCALE)),
                box("stsc", numbers(0, 1, 1, 1, 1)),
                box("stsz", numbers(0, size, 1)),
                box("stco", numbers(0, 1, offset)));
    }

    private static byte[] box(String type, byte[]... content) {
        byte[] body = joined(content);
        return joined(numbers(body.length + 8), text(type), body);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] numbers(int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length);
        for (int number : numbers) {
            bytes.putInt(number);
        }
        return bytes.array();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int index = 0; index < values.length; index++) {
            bytes[index] = (byte) values[index];
        }
        return bytes;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
