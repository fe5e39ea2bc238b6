package dev.gengate.custody.fetch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Width and height of a picture, read from its header; no pixel is decoded. */
public record ImageSize(int width, int height) {
    private static final int LARGEST = 1 << 20;
    /** The name of a box, {@code ispe}. */
    private static final int EXTENT = 0x69737065;

    /** Empty where the header does not say, or is not there. */
    public static Optional<ImageSize> of(byte[] head, String mediaType) {
        try {
            return Optional.ofNullable(read(ByteBuffer.wrap(head), mediaType)).filter(ImageSize::plausible);
        } catch (IndexOutOfBoundsException cutOff) {
            return Optional.empty();
        }
    }

    private boolean plausible() {
        return width > 0 && height > 0 && width <= LARGEST && height <= LARGEST;
    }

    private static ImageSize read(ByteBuffer head, String mediaType) {
        return switch (mediaType) {
            case "image/png" -> new ImageSize(head.getInt(16), head.getInt(20));
            case "image/gif" -> new ImageSize(little(head, 6), little(head, 8));
            case "image/jpeg" -> jpeg(head);
            case "image/webp" -> webp(head);
            case "image/bmp" -> bitmap(head.order(ByteOrder.LITTLE_ENDIAN));
            case "image/avif", "image/heic" -> largestExtent(head);
            default -> null;
        };
    }

    /** The first frame header, behind segments of any length. */
    private static ImageSize jpeg(ByteBuffer head) {
        int at = 2;
        while (true) {
            int marker = head.getShort(at) & 0xffff;
            boolean frame =
                    marker >= 0xffc0 && marker <= 0xffcf && marker != 0xffc4 && marker != 0xffc8 && marker != 0xffcc;
            if (frame) {
                return new ImageSize(head.getShort(at + 7) & 0xffff, head.getShort(at + 5) & 0xffff);
            }
            if (marker < 0xff00 || marker == 0xffda) {
                return null;
            }
            at += 2 + Math.max(2, head.getShort(at + 2) & 0xffff);
        }
    }

    private static ImageSize webp(ByteBuffer head) {
        return switch (head.getInt(12)) {
            // VP8X
            case 0x56503858 -> new ImageSize(1 + little24(head, 24), 1 + little24(head, 27));
            // VP8L
            case 0x5650384c -> {
                int bits = head.order(ByteOrder.LITTLE_ENDIAN).getInt(21);
                yield new ImageSize(1 + (bits & 0x3fff), 1 + (bits >> 14 & 0x3fff));
            }
            // VP8 and a blank
            case 0x56503820 -> new ImageSize(little(head, 26) & 0x3fff, little(head, 28) & 0x3fff);
            default -> null;
        };
    }

    /** The height is negative where rows are told from the top. The oldest header, of 12 bytes, has short numbers. */
    private static ImageSize bitmap(ByteBuffer head) {
        return head.getInt(14) == 12
                ? new ImageSize(little(head, 18), little(head, 20))
                : new ImageSize(head.getInt(18), Math.abs(head.getInt(22)));
    }

    /** The picture has the largest: its tiles and its thumbnail, which have boxes of extents too, are smaller. */
    private static ImageSize largestExtent(ByteBuffer head) {
        ImageSize largest = null;
        for (int at = 0; at + 16 <= head.limit(); at++) {
            if (head.getInt(at) == EXTENT) {
                ImageSize size = new ImageSize(head.getInt(at + 8), head.getInt(at + 12));
                largest = largest == null || size.width > largest.width ? size : largest;
            }
        }
        return largest;
    }

    private static int little(ByteBuffer head, int at) {
        return head.get(at) & 0xff | (head.get(at + 1) & 0xff) << 8;
    }

    private static int little24(ByteBuffer head, int at) {
        return little(head, at) | (head.get(at + 2) & 0xff) << 16;
    }
}
