/// What the program links beside Swift packages: libraries of the system, the Swift runtime, and what packages bring along.
struct SystemComponent: Sendable {
    let name: String
    /// By https://spdx.org/licenses.
    let license: String
    let url: String
    /// Where it comes from, and where its text is.
    let origin: String
    /// How the files begin that it is loaded from; empty for what is only linked in.
    let libraries: [String]

    static let all = [
        SystemComponent(
            name: "libmosquitto", license: "EPL-2.0 OR BSD-3-Clause", url: "https://mosquitto.org",
            origin: system("libmosquitto1"), libraries: ["libmosquitto.so"]),
        SystemComponent(
            name: "OpenSSL", license: "Apache-2.0", url: "https://www.openssl.org", origin: system("libssl3"),
            libraries: ["libssl.so", "libcrypto.so"]),
        SystemComponent(
            name: "libxml2", license: "MIT", url: "https://gitlab.gnome.org/GNOME/libxml2", origin: system("libxml2"),
            libraries: ["libxml2.so"]),
        SystemComponent(
            name: "zlib", license: "Zlib", url: "https://zlib.net", origin: system("zlib1g"), libraries: ["libz.so"]),
        SystemComponent(
            name: "SQLite", license: "blessing", url: "https://sqlite.org", origin: system("libsqlite3-0"),
            libraries: ["libsqlite3.so"]),
        SystemComponent(
            name: "GNU C Library", license: "LGPL-2.1-or-later", url: "https://www.gnu.org/software/libc",
            origin: system("libc6"),
            libraries: ["libc.so", "libm.so", "libpthread.so", "libdl.so", "librt.so", "ld-linux"]),
        SystemComponent(
            name: "GCC runtime", license: "GPL-3.0-or-later WITH GCC-exception-3.1", url: "https://gcc.gnu.org",
            origin: system("libgcc-s1, libstdc++6"), libraries: ["libgcc_s.so", "libstdc++.so"]),
        SystemComponent(
            name: "Swift runtime and standard library", license: "Apache-2.0 WITH Swift-exception",
            url: "https://github.com/swiftlang/swift", origin: runtime, libraries: ["libswift"]),
        SystemComponent(
            name: "swift-corelibs-libdispatch", license: "Apache-2.0 WITH Swift-exception",
            url: "https://github.com/swiftlang/swift-corelibs-libdispatch", origin: runtime,
            libraries: ["libdispatch.so", "libBlocksRuntime.so"]),
        SystemComponent(
            name: "Swift Foundation", license: "Apache-2.0 WITH Swift-exception",
            url: "https://github.com/swiftlang/swift-foundation", origin: runtime, libraries: ["libFoundation"]),
        SystemComponent(
            name: "ICU", license: "Unicode-3.0", url: "https://github.com/swiftlang/swift-foundation-icu",
            origin: "part of Swift Foundation", libraries: ["lib_FoundationICU.so"]),
        SystemComponent(
            name: "BoringSSL", license: "Apache-2.0 AND ISC", url: "https://boringssl.googlesource.com/boringssl",
            origin: "part of swift-nio-ssl", libraries: []),
        SystemComponent(
            name: "llhttp", license: "MIT", url: "https://github.com/nodejs/llhttp", origin: "part of swift-nio",
            libraries: []),
        SystemComponent(
            name: "LibYAML", license: "MIT", url: "https://github.com/yaml/libyaml", origin: "part of yams",
            libraries: []),
    ]

    private static let runtime = "linked in from the Swift toolchain that built the program"

    private static func system(_ packages: String) -> String {
        "the system's own; on Debian in \(packages), with its text in /usr/share/doc"
    }
}
