package dev.gengate.custody.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which URLs and which addresses are fetched from. */
class ResultHostTest {
    private static final ResultHost PUBLIC = new ResultHost(List.of("aiquickdraw.com"), false);
    private static final ResultHost LOCAL = new ResultHost(List.of("aiquickdraw.com"), true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://tempfile.aiquickdraw.com/f/1.png",
                "https://tempfile.aiquickdraw.com:8443/f/1.png",
                "https://user@tempfile.aiquickdraw.com/f/1.png",
                "https://user:word@tempfile.aiquickdraw.com/f/1.png",
                "https://aiquickdraw.com.evil.example/f/1.png",
                "https://notaiquickdraw.com/f/1.png",
                "https://evil.example/aiquickdraw.com",
                "https://evil.example/f/1.png#.aiquickdraw.com",
                "https://evil.example\\@tempfile.aiquickdraw.com/",
                "https://127.0.0.1/f/1.png",
                "https://localhost/f/1.png",
                "https://[::1]/f/1.png",
                "https://169.254.169.254/latest/meta-data",
                "https://2130706433/",
                "ftp://tempfile.aiquickdraw.com/f/1.png",
                "file:///etc/passwd",
                "//tempfile.aiquickdraw.com/f/1.png",
                "https:///f/1.png",
                ""
            })
    void otherUrlsAreRefused(String url) {
        assertEquals(
                FetchFault.ADDRESS,
                assertThrows(FetchException.class, () -> PUBLIC.target(url)).fault());
    }

    /** Whatever a name holds: what is not fetched is lost. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            textBlock =
                    """
            https://TempFile.aiquickdraw.com/f/a%20b.png?x=1 /f/a%20b.png?x=1
            HTTPS://tempfile.aiquickdraw.com:443 /
            https://tempfile.aiquickdraw.com?x /?x
            https://tempfile.aiquickdraw.com/f/灯😀.png /f/%E7%81%AF%F0%9F%98%80.png
            https://tempfile.aiquickdraw.com/f/[1]{2}|^.png?100%&a=b|c#x#y /f/%5B1%5D%7B2%7D%7C%5E.png?100%25&a=b%7Cc
            https://tempfile.aiquickdraw.com/f/1.png?sig=a+b/c==&e=%2F /f/1.png?sig=a+b/c==&e=%2F
            """)
    void providersHostsAreTaken(String url, String path) {
        assertEquals(new ResultHost.Target(true, "tempfile.aiquickdraw.com", 443, path, false), PUBLIC.target(url));
    }

    @Test
    void loopbackIsForGatewaysThatAreThereThemselves() throws Exception {
        ResultHost.Target local = LOCAL.target("http://localhost:8089/f/1.png");

        assertTrue(local.mayBeAt(InetAddress.getByName("127.0.0.1")));
        assertTrue(LOCAL.target("http://[::1]:8089/f/1.png").mayBeAt(InetAddress.getByName("::1")));
        assertFalse(local.mayBeAt(InetAddress.getByName("8.8.8.8")));
        assertThrows(FetchException.class, () -> LOCAL.target("http://192.168.0.1/f/1.png"));
        assertFalse(LOCAL.target("https://a.aiquickdraw.com/").mayBeAt(InetAddress.getByName("127.0.0.1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.1.2.3", "169.254.169.254", "172.16.0.1",
                "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.19.255.255",
                        "203.0.113.9",
                "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8",
                "::127.0.0.1", "64:ff9b::a9fe:a9fe", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1",
                "2001:db8::1", "2001::1", "2002:7f00:1::", "100::1"
            })
    void specialAddressesAreNotPublic(String address) throws Exception {
        // Java makes an address of version 4 of a mapped one
        assertEquals(address.equals("::ffff:8.8.8.8"), PublicAddress.is(InetAddress.getByName(address)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"8.8.8.8", "100.63.255.255", "172.32.0.1", "198.20.0.1", "223.255.255.255", "2606:4700::1111"})
    void othersArePublic(String address) throws Exception {
        assertTrue(PublicAddress.is(InetAddress.getByName(address)));
    }
}
