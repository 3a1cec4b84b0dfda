/// What an adapter outside this repository begins with: a package with the adapter, its tests, and a host of its own.
enum PackageTemplate {
    /// `@HOST@` stands for where the package adapter-host lies.
    static let manifest = #"""
        // swift-tools-version:6.2
        import PackageDescription

        let package = Package(
            name: "@KIND@",
            dependencies: [
                .package(name: "adapter-host", path: "@HOST@")
            ],
            targets: [
                .target(
                    name: "@TYPE@",
                    dependencies: [
                        .product(name: "AdapterAPI", package: "adapter-host"),
                        .product(name: "HotFolder", package: "adapter-host"),
                    ]),
                // A host with this adapter beside those of adapter-host.
                .executableTarget(
                    name: "@KIND@-host",
                    dependencies: [
                        "@TYPE@",
                        .product(name: "AdapterHostKit", package: "adapter-host"),
                        .product(name: "Adapters", package: "adapter-host"),
                    ]),
                .testTarget(
                    name: "@TYPE@Tests",
                    dependencies: [
                        "@TYPE@", .product(name: "AdapterTestKit", package: "adapter-host"),
                    ]),
            ]
        )

        for target in package.targets {
            target.swiftSettings = [
                .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
            ]
        }

        """#

    static let main = #"""
        import AdapterHostKit
        import Adapters
        import @TYPE@

        /// A host that knows one adapter more.
        @main struct Main {
            static func main() async {
                await HostProgram.main(adapters: Adapters.all + [@TYPE@.self])
            }
        }

        """#

    static let host = #"""
        # A host for trying the adapter; adapter-host's own sample shows every option.
        state: ../var
        broker: { host: 127.0.0.1, port: 1883, topic: telemetry, clientId: @KIND@ }
        presses: [presses/*.yaml]

        """#

    static let ignored = """
        .build/
        /var/
        /adapter-configs/feeds/

        """
}
