import BerthHTTP

/// A file of our own that pages use. It is part of the program.
package enum PortalAsset: String, Sendable, Hashable, CaseIterable {
    case style = "berth.css"
    case icon = "berth.svg"
    case offersStyle = "offers.css"
    case live = "live.js"
    case times = "times.js"

    /// With the sum of its bytes, so that a browser keeps each version for as long as it likes.
    package var path: String { "/portal/assets/\(rawValue)?\(Self.versions[self] ?? "")" }

    var bytes: [UInt8] {
        switch self {
        case .style: PackageResources.berth_css
        case .icon: PackageResources.berth_svg
        case .offersStyle: PackageResources.offers_css
        case .live: PackageResources.live_js
        case .times: PackageResources.times_js
        }
    }

    private var mediaType: String {
        if rawValue.hasSuffix(".css") { return "text/css; charset=utf-8" }
        return rawValue.hasSuffix(".js") ? "text/javascript; charset=utf-8" : "image/svg+xml"
    }

    private static let versions: [PortalAsset: String] = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0, EntityTag.of($0.bytes).filter { $0 != "\"" }) })

    static func response(named name: String) -> HTTPResponse? {
        guard let asset = PortalAsset(rawValue: name) else { return nil }
        var response = HTTPResponse(.ok, contentType: asset.mediaType, body: asset.bytes)
        response.headers["ETag"] = EntityTag.of(asset.bytes)
        response.headers["Cache-Control"] = "public, max-age=86400"
        return response
    }
}
