package import BerthPlatform
import CLibCurl
import Glibc
import Synchronization

/// Carries out HTTP requests, each on a thread of its own that sleeps in the kernel while nothing arrives.
package enum Transfer {
    /// What is done with the bytes of the body; `false` ends the transfer without an error.
    package typealias Sink = @Sendable (UnsafeRawBufferPointer, TransferHead) -> Bool

    /// Sends the request and hands over the body as it comes; ends at once when the task is cancelled.
    ///
    /// - Throws: `unreachable`, `overLimit`, `refused`, `cancelled`; a status that says no is not an error here.
    package static func perform(_ request: TransferRequest, _ sink: @escaping Sink) async throws(PlatformError)
        -> TransferHead
    {
        let run = TransferRun(request, sink)
        let result: Result<TransferHead, PlatformError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                run.start { continuation.resume(returning: $0) }
            }
        } onCancel: {
            run.cancel()
        }
        return try result.get()
    }
}

/// One transfer: the handles of libcurl belong to the thread that `start` makes; other threads only wake it.
final class TransferRun: @unchecked Sendable {
    private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    let request: TransferRequest
    let sink: Transfer.Sink
    private let multi: OpaquePointer?
    private let cancelled = Atomic<Bool>(false)
    private var easy: UnsafeMutableRawPointer?
    private var list: UnsafeMutablePointer<curl_slist>?
    private var done: (@Sendable (Result<TransferHead, PlatformError>) -> Void)?
    private var received: Int64 = 0
    private(set) var stop: Stop?

    /// Why the transfer was ended from our side.
    enum Stop { case sink, size, address, cancelled }

    init(_ request: TransferRequest, _ sink: @escaping Transfer.Sink) {
        _ = TransferRun.isReady
        self.request = request
        self.sink = sink
        multi = OpaquePointer(curl_multi_init())
    }

    deinit {
        if let multi { curl_multi_cleanup(UnsafeMutableRawPointer(multi)) }
    }

    func cancel() {
        cancelled.store(true, ordering: .sequentiallyConsistent)
        if let multi { curl_multi_wakeup(UnsafeMutableRawPointer(multi)) }
    }

    func start(_ done: @escaping @Sendable (Result<TransferHead, PlatformError>) -> Void) {
        self.done = done
        let code = DetachedThread.start(stackBytes: 1 << 18) { self.done?(self.carriedOut()) }
        if let code {
            done(.failure(PlatformError(.broken, "No thread could be made for a transfer.", cause: "error \(code)")))
        }
    }

    private func carriedOut() -> Result<TransferHead, PlatformError> {
        guard let multi, let easy = curl_easy_init() else {
            return .failure(PlatformError(.broken, "libcurl could not be started."))
        }
        self.easy = easy
        defer {
            curl_easy_cleanup(easy)
            curl_slist_free_all(list)
            self.easy = nil
        }
        configure(easy)
        let handle = UnsafeMutableRawPointer(multi)
        curl_multi_add_handle(handle, easy)
        defer { curl_multi_remove_handle(handle, easy) }
        var running: Int32 = 1
        while running > 0 {
            if cancelled.load(ordering: .sequentiallyConsistent) {
                stop = .cancelled
                break
            }
            curl_multi_perform(handle, &running)
            if running > 0 { curl_multi_poll(handle, nil, 0, 60_000, nil) }
        }
        var left: Int32 = 0
        let result = curl_multi_info_read(handle, &left).map { berth_curl_message_result($0) } ?? CURLE_OK
        if stop == .sink || (stop == nil && result == CURLE_OK) { return .success(head) }
        return .failure(.transfer(request, result, stop: stop))
    }

    private func configure(_ easy: UnsafeMutableRawPointer) {
        let me = Unmanaged.passUnretained(self).toOpaque()
        _ = berth_curl_set_text(easy, CURLOPT_URL, request.url)
        _ = berth_curl_set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        _ = berth_curl_set_text(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        // A proxy from the environment would be the only address that is ever checked.
        _ = berth_curl_set_text(easy, CURLOPT_PROXY, "")
        _ = berth_curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        _ = berth_curl_set_long(easy, CURLOPT_CONNECTTIMEOUT, request.connectSeconds)
        if let seconds = request.totalSeconds { _ = berth_curl_set_long(easy, CURLOPT_TIMEOUT, seconds) }
        if let seconds = request.stalledSeconds {
            _ = berth_curl_set_long(easy, CURLOPT_LOW_SPEED_LIMIT, 1)
            _ = berth_curl_set_long(easy, CURLOPT_LOW_SPEED_TIME, seconds)
        }
        if request.maximumRedirects > 0 {
            _ = berth_curl_set_long(easy, CURLOPT_FOLLOWLOCATION, 1)
            _ = berth_curl_set_long(easy, CURLOPT_MAXREDIRS, request.maximumRedirects)
        }
        if let socket = request.unixSocket { _ = berth_curl_set_text(easy, CURLOPT_UNIX_SOCKET_PATH, socket) }
        if request.method == "HEAD" {
            _ = berth_curl_set_long(easy, CURLOPT_NOBODY, 1)
        } else if request.method != "GET" {
            _ = berth_curl_set_text(easy, CURLOPT_CUSTOMREQUEST, request.method)
        }
        for header in request.headers { list = curl_slist_append(list, header) }
        if let body = request.body {
            _ = berth_curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
            body.withUnsafeBytes { bytes in
                // Copied by libcurl.
                _ = berth_curl_set_pointer(
                    easy, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
            }
        }
        _ = berth_curl_set_list(easy, CURLOPT_HTTPHEADER, list)
        _ = berth_curl_set_pointer(easy, CURLOPT_WRITEDATA, me)
        _ = berth_curl_set_transfer(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let context else { return 0 }
            let run = Unmanaged<TransferRun>.fromOpaque(context).takeUnretainedValue()
            return run.take(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
        }
        if request.allows != nil {
            _ = berth_curl_set_pointer(easy, CURLOPT_OPENSOCKETDATA, me)
            _ = berth_curl_set_opensocket(easy) { context, _, address in
                guard let context, let address else { return curl_socket_t(-1) }
                return Unmanaged<TransferRun>.fromOpaque(context).takeUnretainedValue().open(address)
            }
        }
    }

    private var head: TransferHead {
        var status = 0
        var length: curl_off_t = -1
        if let easy {
            _ = berth_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
            _ = berth_curl_get_offset(easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length)
        }
        return TransferHead(status: status, contentLength: length < 0 ? nil : Int64(length))
    }

    private func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if cancelled.load(ordering: .sequentiallyConsistent) {
            stop = .cancelled
            return false
        }
        received += Int64(bytes.count)
        if received > request.maximumBytes {
            stop = .size
            return false
        }
        if !sink(bytes, head) {
            stop = .sink
            return false
        }
        return true
    }

    private func open(_ peer: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        let bytes = UnsafeRawPointer(peer) + (MemoryLayout<curl_sockaddr>.offset(of: \.addr) ?? 0)
        guard let address = NetworkAddress(socketAddress: bytes), request.allows?(address) == true else {
            stop = .address
            return curl_socket_t(-1)
        }
        stop = nil
        return socket(peer.pointee.family, peer.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue), peer.pointee.protocol)
    }
}
