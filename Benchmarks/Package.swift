// swift-tools-version:6.2
import PackageDescription

// Beside the main package and not depending on it: what is measured is the released binary, from outside.
let package = Package(
    name: "benchmarks",
    products: [
        .executable(name: "bench", targets: ["Bench"]),
        .executable(name: "empty-parse", targets: ["EmptyParse"]),
        .executable(name: "publish-loop", targets: ["PublishLoop"]),
    ],
    targets: [
        .systemLibrary(name: "CMosquitto", pkgConfig: "libmosquitto", providers: [.apt(["libmosquitto-dev"])]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),

        // The limits: what the libraries can do when nothing else is done.
        .executableTarget(
            name: "EmptyParse", dependencies: ["CLibXML2"], cSettings: [.treatAllWarnings(as: .error)],
            linkerSettings: [.linkedLibrary("xml2")]),
        .executableTarget(
            name: "PublishLoop", dependencies: ["CMosquitto"], cSettings: [.treatAllWarnings(as: .error)],
            linkerSettings: [.linkedLibrary("mosquitto")]),

        .executableTarget(
            name: "Bench",
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .treatAllWarnings(as: .error),
            ]),
    ]
)
