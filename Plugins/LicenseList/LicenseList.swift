import Foundation
import PackagePlugin

/// Lists the packages that the program adapter-host links, as this build resolved them, with their licences, in a source file
/// of the target: so what `adapter-host licenses` says cannot differ from what was built.
@main
struct LicenseList: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        guard let product = context.package.products.first(where: { $0.name == "adapter-host" }) else { return [] }
        let targets = product.targets.flatMap { [$0] + $0.recursiveTargetDependencies }
        let folders = Set(targets.map(\.directoryURL.path))
        var packages: [String: Package] = [:]
        collect(context.package, into: &packages)
        var arguments: [String] = []
        for (_, package) in packages.sorted(by: { $0.key < $1.key }) {
            let root = package.directoryURL.path
            guard case .repository(let url, let version, let revision) = package.origin,
                folders.contains(where: { $0.hasPrefix(root + "/") })
            else { continue }
            arguments += [package.id, version.isEmpty ? revision : version, url, root]
        }
        let script = context.package.directoryURL.appending(path: "scripts/write-licenses")
        let output = context.pluginWorkDirectoryURL.appending(path: "LinkedPackages.swift")
        return [
            .buildCommand(
                displayName: "Listing licenses", executable: script, arguments: [output.path] + arguments,
                inputFiles: [script], outputFiles: [output])
        ]
    }

    private func collect(_ package: Package, into packages: inout [String: Package]) {
        for dependency in package.dependencies where packages[dependency.package.id] == nil {
            packages[dependency.package.id] = dependency.package
            collect(dependency.package, into: &packages)
        }
    }
}
