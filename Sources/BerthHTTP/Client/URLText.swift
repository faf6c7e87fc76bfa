internal import CLibCurl

/// Readings of URLs by libcurl's own parser, so that nobody is led to another host than the one that was looked at.
enum URLText {
    /// Who answers a URL. Source: RFC 6454 §4.
    struct Origin: Hashable {
        var scheme: String
        /// In lower case.
        var host: String
        var port: String

        /// Nil when the URL is none of http or https.
        init?(_ url: String) {
            guard let handle = URLText.parsed(url) else { return nil }
            defer { curl_url_cleanup(handle) }
            guard let scheme = URLText.part(handle, CURLUPART_SCHEME), scheme == "http" || scheme == "https",
                let host = URLText.part(handle, CURLUPART_HOST), !host.isEmpty,
                let port = URLText.part(handle, CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT))
            else { return nil }
            self.scheme = scheme
            self.host = HTTPText.lowercased(host)
            self.port = port
        }
    }

    /// The URL as it may stand in a message: without user, password, query and fragment.
    static func withoutSecrets(_ url: String) -> String {
        guard let handle = parsed(url) else { return cut(url) }
        defer { curl_url_cleanup(handle) }
        for part in [CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS, CURLUPART_QUERY, CURLUPART_FRAGMENT] {
            curl_url_set(handle, part, nil, 0)
        }
        return part(handle, CURLUPART_URL) ?? cut(url)
    }

    /// The same for text that is no URL: everything that could be a secret goes.
    private static func cut(_ text: String) -> String {
        var rest = text.prefix { $0 != "?" && $0 != "#" }
        var scheme = ""
        if let colon = rest.firstRange(of: "://") {
            scheme = String(rest[..<colon.upperBound])
            rest = rest[colon.upperBound...]
        }
        if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        let text = String((scheme + rest).prefix(200))
        return HTTPText.isFieldValue(text) ? text : "the address"
    }

    private static func parsed(_ url: String) -> OpaquePointer? {
        guard !url.utf8.contains(0), let handle = curl_url() else { return nil }
        guard curl_url_set(handle, CURLUPART_URL, url, UInt32(CURLU_NON_SUPPORT_SCHEME)) == CURLUE_OK else {
            curl_url_cleanup(handle)
            return nil
        }
        return handle
    }

    private static func part(_ handle: OpaquePointer, _ part: CURLUPart, _ flags: UInt32 = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
