// swift-tools-version:6.2
import PackageDescription

let package = Package(
    name: "key-value",
    dependencies: [
        .package(name: "adapter-host", path: "../..")
    ],
    targets: [
        .target(
            name: "KeyValueAdapter",
            dependencies: [
                .product(name: "AdapterAPI", package: "adapter-host"),
                .product(name: "HotFolder", package: "adapter-host"),
            ]),
        // A host with this adapter beside those of adapter-host.
        .executableTarget(
            name: "key-value-host",
            dependencies: [
                "KeyValueAdapter",
                .product(name: "AdapterHostKit", package: "adapter-host"),
                .product(name: "Adapters", package: "adapter-host"),
            ]),
        .testTarget(
            name: "KeyValueAdapterTests",
            dependencies: ["KeyValueAdapter", .product(name: "AdapterTestKit", package: "adapter-host")]),
    ]
)

for target in package.targets {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ]
}
