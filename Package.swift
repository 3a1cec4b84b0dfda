// swift-tools-version:6.2
import PackageDescription

let package = Package(
    name: "adapter-host",
    products: [
        .executable(name: "adapter-host", targets: ["AdapterHost"]),
        // The IoT platform on one's own machine, for the demo and for tests.
        .executable(name: "local-platform", targets: ["LocalPlatformCommand"]),
        .library(name: "LocalPlatform", targets: ["LocalPlatform"]),
        // What an adapter author imports, all of it.
        .library(name: "AdapterAPI", targets: ["AdapterAPI"]),
        // A host of one's own with other adapters: one call that takes the array of them.
        .library(name: "AdapterHostKit", targets: ["AdapterHostKit"]),
        // The adapters of this repository, to be listed beside one's own.
        .library(name: "Adapters", targets: ["Adapters"]),
        // Puts an adapter through what a host expects of it, by folders of cases.
        .library(name: "AdapterTestKit", targets: ["AdapterTestKit"]),
        // Shared by adapters that read folders of files.
        .library(name: "HotFolder", targets: ["HotFolder"]),
        // What the fuzzer in Fuzz/ feeds; nothing for users.
        .library(name: "FuzzTargets", targets: ["FuzzTargets"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        // Of its traits, one brings a configuration package that nothing here reads.
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CMosquitto", pkgConfig: "libmosquitto", providers: [.apt(["libmosquitto-dev"])]),
        .systemLibrary(
            name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),

        // Keys, certificates, requests and an authority of one's own, by OpenSSL.
        .target(name: "Certificates", dependencies: ["COpenSSL"]),

        .target(
            name: "AdapterAPI", dependencies: [.product(name: "Logging", package: "swift-log")]),

        .target(
            name: "IoTTransport",
            dependencies: [
                "CMosquitto", "COpenSSL", "Certificates",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ],
            exclude: ["Provisioning"]),
        // How a device gets its certificate; nothing of it is on the way of a record.
        .target(
            name: "Provisioning", dependencies: ["COpenSSL", "Certificates", "IoTTransport"],
            path: "Sources/IoTTransport/Provisioning"),

        // Libraries that adapters share.
        .target(name: "HotFolder", dependencies: ["AdapterAPI"], path: "Sources/Adapters/HotFolder"),
        .target(
            name: "PrintDocuments", dependencies: ["AdapterAPI", "CLibXML2", "CZlib"],
            path: "Sources/Adapters/PrintDocuments"),

        // What listeners and pages share: addresses, the page's parts, who may ask.
        .target(
            name: "WebParts",
            dependencies: [
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            resources: ["parts.css", "parts.js"].map { .embedInCode("Page/\($0)") }),

        // Adapters: a folder each.
        .target(
            name: "PrinectAdapter", dependencies: ["AdapterAPI", "HotFolder", "PrintDocuments"],
            path: "Sources/Adapters/Prinect", exclude: ["MAPPING.md", "README.md", "testdata"]),
        .target(
            name: "JMFHTTPAdapter",
            dependencies: [
                "AdapterAPI", "PrintDocuments", "WebParts",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            path: "Sources/Adapters/JMFReceiver", exclude: ["README.md", "testdata"]),
        .target(
            name: "CSVAdapter", dependencies: ["AdapterAPI", "HotFolder"],
            path: "Sources/Adapters/CSV", exclude: ["README.md", "testdata"]),
        .target(
            name: "SyntheticAdapter", dependencies: ["AdapterAPI"],
            path: "Sources/Adapters/Synthetic", exclude: ["README.md", "testdata"]),
        // new adapters' targets
        .target(
            name: "Adapters",
            dependencies: [
                "AdapterAPI", "PrinectAdapter", "JMFHTTPAdapter", "CSVAdapter", "SyntheticAdapter",
                // new adapters' modules
            ],
            path: "Sources/Adapters",
            exclude: [
                "HotFolder", "PrintDocuments", "Prinect", "JMFReceiver", "CSV", "Synthetic",
                // new adapters' folders
            ]),

        // The host.
        .target(
            name: "Pipeline", dependencies: ["AdapterAPI", "IoTTransport"],
            path: "Sources/AdapterHost/Pipeline"),
        .target(
            name: "AdapterHostKit",
            dependencies: [
                "AdapterAPI", "Certificates", "IoTTransport", "Pipeline", "Provisioning", "WebParts",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            path: "Sources/AdapterHost/Kit",
            resources: [
                "index.html", "page.css", "page.js", "host.js", "letters.js", "panels.js", "presses.js", "tap.js",
                "texts.js",
            ]
            .map { .embedInCode("Status/Page/\($0)") },
            plugins: ["LicenseList"]),
        // Lists what the program links, with the licences, when it is built.
        .plugin(name: "LicenseList", capability: .buildTool()),
        .executableTarget(
            name: "AdapterHost", dependencies: ["AdapterHostKit", "Adapters"],
            path: "Sources/AdapterHost/Command"),

        // For the tests of adapters, also of those outside this repository.
        .target(
            name: "AdapterTestKit",
            dependencies: [
                "AdapterAPI", "AdapterHostKit", "Pipeline", .product(name: "Logging", package: "swift-log"),
            ]),

        // The platform of one's own.
        .target(
            name: "LocalPlatform",
            dependencies: [
                "Certificates", "WebParts",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
            ],
            exclude: ["Command", "README.md"],
            resources: [
                "index.html", "page.css", "events.js", "shadows.js", "panels.js", "page.js",
            ]
            .map { .embedInCode("Page/\($0)") }),
        .executableTarget(
            name: "LocalPlatformCommand",
            dependencies: [
                "LocalPlatform",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "Sources/LocalPlatform/Command"),

        // Tests: a folder a module.
        .testTarget(name: "CertificatesTests", dependencies: ["Certificates"]),
        .testTarget(name: "AdapterAPITests", dependencies: ["AdapterAPI"]),
        .testTarget(
            name: "PrintDocumentsTests",
            dependencies: ["AdapterAPI", "CZlib", "IoTTransport", "Pipeline", "PrintDocuments", "TestServers"],
            exclude: ["Fixtures"]),
        .testTarget(name: "HotFolderTests", dependencies: ["AdapterAPI", "HotFolder", "TestServers"]),
        .testTarget(
            name: "CSVAdapterTests",
            dependencies: [
                "AdapterAPI", "AdapterHostKit", "CSVAdapter", "HotFolder", "TestServers",
                .product(name: "Logging", package: "swift-log"),
            ],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "JMFHTTPAdapterTests",
            dependencies: [
                "AdapterAPI", "JMFHTTPAdapter", "PrintDocuments", "TestServers", "WebParts",
                .product(name: "Logging", package: "swift-log"),
            ]),
        .testTarget(
            name: "SyntheticAdapterTests",
            dependencies: [
                "AdapterAPI", "CSVAdapter", "IoTTransport", "Pipeline", "PrinectAdapter", "SyntheticAdapter",
                "TestServers",
                .product(name: "Logging", package: "swift-log"),
            ]),
        // new adapters' tests
        // What every adapter of this repository must have and do.
        .testTarget(
            name: "ConformanceTests",
            dependencies: [
                "AdapterAPI", "AdapterTestKit", "Adapters", "CSVAdapter", "JMFHTTPAdapter", "KeyValueAdapter",
                "LineLogAdapter", "PrinectAdapter", "SyntheticAdapter",
            ]),
        .testTarget(
            name: "AdapterTestKitTests",
            dependencies: ["AdapterAPI", "AdapterTestKit", "HotFolder", "TestServers"]),
        // The adapter of Examples/KeyValue, so that it is built and tested with all else.
        .target(
            name: "KeyValueAdapter", dependencies: ["AdapterAPI", "HotFolder"],
            path: "Examples/KeyValue/Sources/KeyValueAdapter"),
        .testTarget(
            name: "KeyValueAdapterTests", dependencies: ["AdapterTestKit", "KeyValueAdapter"],
            path: "Examples/KeyValue/Tests/KeyValueAdapterTests"),
        // What "adapters new line-log" writes, as it stands in ScaffoldTests.
        .target(
            name: "LineLogAdapter", dependencies: ["AdapterAPI", "HotFolder"],
            path: "Tests/Scaffolded/Sources/Adapters/LineLog", exclude: ["README.md", "testdata"]),
        .testTarget(
            name: "LineLogAdapterTests", dependencies: ["AdapterTestKit", "LineLogAdapter"],
            path: "Tests/Scaffolded/Tests/LineLogAdapterTests"),
        .testTarget(
            name: "PipelineTests",
            dependencies: [
                "AdapterAPI", "IoTTransport", "Pipeline", "TestServers",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        // The host's own types over models of disk, broker and time, by seed.
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "AdapterAPI", "IoTTransport", "LocalPlatform", "Pipeline", "TestServers",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .testTarget(
            name: "AdapterHostKitTests",
            dependencies: [
                "AdapterAPI", "AdapterHostKit", "Adapters", "Certificates", "IoTTransport", "Pipeline", "TestServers",
                "WebParts",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams"),
            ],
            exclude: ["Golden"]),
        .testTarget(
            name: "ProvisioningTests", dependencies: ["Certificates", "IoTTransport", "Provisioning", "TestServers"]),
        // Brokers, subscribers and certificates that tests start and stop.
        .target(
            name: "TestServers",
            dependencies: ["Certificates", "IoTTransport", .product(name: "Logging", package: "swift-log")],
            path: "Tests/TestServers"),
        .testTarget(
            name: "LocalPlatformTests",
            dependencies: [
                "AdapterHost", "LocalPlatform", "LocalPlatformCommand", "TestServers", "WebParts",
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            resources: [.copy("Python")]),
        // What reads input from outside, called with any bytes: by the fuzzer, and with its corpus by the tests.
        .target(
            name: "FuzzTargets", dependencies: ["AdapterAPI", "CSVAdapter", "HotFolder", "PrintDocuments"],
            path: "Tests/FuzzTargets"),
        .testTarget(name: "FuzzCorpusTests", dependencies: ["FuzzTargets"]),
        // Runs the built host itself against a real broker, and against the platform of one's own.
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "AdapterHost", "Certificates", "IoTTransport", "LocalPlatform", "TestServers",
                .product(name: "Logging", package: "swift-log"),
            ]),
        // A file system for SQLite that loses power and fails on demand.
        .target(
            name: "CFaultVFS", path: "Tests/CFaultVFS", linkerSettings: [.linkedLibrary("sqlite3")]),
        .testTarget(
            name: "IoTTransportTests",
            dependencies: [
                "CFaultVFS", "Certificates", "IoTTransport", "TestServers",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ]),
    ]
)

for target in package.targets where target.type != .system && target.type != .plugin && target.name != "CFaultVFS" {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .treatAllWarnings(as: .error),
        ]
}
