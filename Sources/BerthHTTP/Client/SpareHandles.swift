internal import CLibCurl

/// libcurl's handles of transfers that are over, for the next ones: each has buffers of its own, which take longer to
/// make, and to give back among those of a thousand others, than a request takes.
///
/// Belongs to the loop's thread. Source: curl_easy_reset(3), which keeps nothing of a request.
final class SpareHandles: @unchecked Sendable {
    private let most: Int
    private var spare: [UnsafeMutableRawPointer] = []

    /// - Parameter most: so many are kept.
    init(most: Int) { self.most = most }

    deinit { close() }

    var count: Int { spare.count }

    /// Nil when libcurl gives none.
    func take() -> UnsafeMutableRawPointer? { spare.popLast() ?? curl_easy_init() }

    /// - Parameter handle: which no multi handle holds any more.
    func give(_ handle: UnsafeMutableRawPointer) {
        if spare.count >= most { return curl_easy_cleanup(handle) }
        curl_easy_reset(handle)
        spare.append(handle)
    }

    func close() {
        for handle in spare { curl_easy_cleanup(handle) }
        spare = []
    }
}
