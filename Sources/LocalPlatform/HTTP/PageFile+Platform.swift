import WebParts

extension PageFile {
    /// The platform's page.
    static let platform =
        shared + [
            PageFile(path: "/", bytes: PackageResources.index_html),
            PageFile(path: "/page.css", bytes: PackageResources.page_css),
            PageFile(path: "/events.js", bytes: PackageResources.events_js),
            PageFile(path: "/shadows.js", bytes: PackageResources.shadows_js),
            PageFile(path: "/panels.js", bytes: PackageResources.panels_js),
            PageFile(path: "/page.js", bytes: PackageResources.page_js),
        ]
}
