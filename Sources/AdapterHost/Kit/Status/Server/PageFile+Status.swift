import WebParts

extension PageFile {
    /// The host's status page.
    static let status =
        shared + [
            PageFile(path: "/", bytes: PackageResources.index_html),
            PageFile(path: "/page.css", bytes: PackageResources.page_css),
            PageFile(path: "/page.js", bytes: PackageResources.page_js),
            PageFile(path: "/host.js", bytes: PackageResources.host_js),
            PageFile(path: "/letters.js", bytes: PackageResources.letters_js),
            PageFile(path: "/panels.js", bytes: PackageResources.panels_js),
            PageFile(path: "/presses.js", bytes: PackageResources.presses_js),
            PageFile(path: "/tap.js", bytes: PackageResources.tap_js),
            PageFile(path: "/texts.js", bytes: PackageResources.texts_js),
        ]
}
