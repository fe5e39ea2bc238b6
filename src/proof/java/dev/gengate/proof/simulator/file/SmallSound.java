package dev.gengate.proof.simulator.file;

/** A second of silence: frames of MPEG 1 layer III, 128 kbit/s, 44.1 kHz. */
final class SmallSound {
    private static final byte[] HEADER = {(byte) 0xff, (byte) 0xfb, (byte) 0x90, (byte) 0xc4};
    private static final int FRAME = 417;
    private static final int FRAMES = 39;

    static final byte[] MP3 = make();

    private SmallSound() {}

    private static byte[] make() {
        byte[] sound = new byte[FRAME * FRAMES];
        for (int frame = 0; frame < FRAMES; frame++) {
            System.arraycopy(HEADER, 0, sound, frame * FRAME, HEADER.length);
        }
        return sound;
    }
}
