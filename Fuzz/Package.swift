// swift-tools-version:6.2
import PackageDescription

// Beside the main package, since it is built with other flags: see scripts/fuzz.
let package = Package(
    name: "fuzz",
    products: [.executable(name: "fuzz", targets: ["Fuzz"])],
    dependencies: [.package(name: "adapter-host", path: "..")],
    targets: [
        .executableTarget(
            name: "Fuzz", dependencies: [.product(name: "FuzzTargets", package: "adapter-host")],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .treatAllWarnings(as: .error),
            ])
    ]
)
