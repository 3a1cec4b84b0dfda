/// A large JDF as prepress writes them: many process nodes, each with a pool of resources that makes no event and a few
/// audits that do.
extension DocumentWriter {
    /// Writes nodes until the document has `bytes`; returns its length.
    static func writeJobTicket(_ path: String, bytes: Int) throws -> Int {
        var writer = try DocumentWriter(path)
        writer.append(#"<?xml version="1.0" encoding="UTF-8"?>"# + "\n")
        writer.append(#"<JDF xmlns="http://www.CIP4.org/JDFSchema_1_1" Activation="Active" ID="J0" JobID="bench" "#)
        writer.append(#"JobPartID="root" Status="InProgress" Type="Product" Version="1.3">"# + "\n")
        var node = 0
        while writer.bytes < bytes {
            writer.append(node: node)
            node += 1
            try writer.makeRoom()
        }
        writer.append("</JDF>\n")
        try writer.flush()
        return writer.bytes
    }

    private mutating func append(node: Int) {
        append(#"  <JDF ID="N"# + "\(node)" + #"" JobPartID="sheet-"#)
        append(node, digits: 6)
        append(#"" Status="Completed" Type="ConventionalPrinting">"# + "\n    <ResourcePool>\n")
        for separation in ["Black", "Cyan", "Magenta", "Yellow"] {
            append("      <Color CMYK=\"0.0 0.0 0.0 1.0\" ColorType=\"Normal\" Name=\"\(separation)\" ")
            append("NeutralDensity=\"1.7\" UsePDLAlternateCS=\"false\"/>\n")
            append("      <ExposedMedia Class=\"Handling\" ID=\"EM\(node)\(separation)\" Locked=\"false\" ")
            append("PartIDKeys=\"SignatureName SheetName Side Separation\" Status=\"Available\">\n")
            append("        <Media Dimension=\"2919.685 2182.677\" MediaType=\"Plate\" Thickness=\"280\"/>\n")
            append("      </ExposedMedia>\n")
        }
        append("      <Layout Class=\"Parameter\" ID=\"LA\(node)\" Name=\"Bogen\" Status=\"Available\">\n")
        for page in 0..<8 {
            append("        <ContentObject CTM=\"1.0 0.0 0.0 1.0 \(page * 595).276 841.89\" ClipBox=\"0 0 595 842\" ")
            append("DescriptiveName=\"Seite \(page)\" Ord=\"\(page)\" TrimCTM=\"1 0 0 1 \(page * 595) 842\"/>\n")
        }
        append("      </Layout>\n    </ResourcePool>\n    <AuditPool>\n")
        for phase in ["Setup", "InProgress"] {
            append(
                "      <PhaseTime AgentName=\"Press Center\" ID=\"P\(node)\(phase)\" Start=\"2026-03-02T06:00:00+01:00\" "
            )
            append("End=\"2026-03-02T06:20:00+01:00\" Status=\"\(phase)\" TimeStamp=\"2026-03-02T06:20:00+01:00\">\n")
            append(
                "        <MISDetails WorkType=\"Original\"/>\n        <Part SheetName=\"Sheet_\(node)\" Side=\"Front\"/>\n"
            )
            append("        <Device DeviceID=\"6000\"/>\n      </PhaseTime>\n")
        }
        append("    </AuditPool>\n  </JDF>\n")
    }
}
