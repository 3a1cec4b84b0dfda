/// Documents for tests.
enum Messages {
    static let jmfNamespace = "http://www.CIP4.org/JDFSchema_1_1"

    /// A JMF document with these messages in it.
    static func jmf(_ content: String, version: String = "1.4") -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <JMF xmlns="\(jmfNamespace)" SenderID="press-7" TimeStamp="2026-11-23T08:15:30+01:00" Version="\(version)">\(content)</JMF>
        """
    }

    static func xjmf(_ content: String) -> String {
        """
        <XJMF xmlns="http://www.CIP4.org/JDFSchema_2_0" Version="2.1"><Header DeviceID="press-7" ID="h1" \
        Time="2026-11-23T08:15:30+01:00"/>\(content)</XJMF>
        """
    }

    /// A signal that makes one event.
    static func signal(_ id: String) -> String {
        "<Signal ID=\"\(id)\" SenderID=\"press-7\" Type=\"Resource\"><ResourceInfo JobID=\"job-\(id)\"/></Signal>"
    }
}
