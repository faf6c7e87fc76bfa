internal import CGnuTLS
internal import CMicroHTTPD

/// What libmicrohttpd calls, on its own threads: each finds its object and passes the call on.
enum ServerCallbacks {
    static func object<Object: AnyObject>(_ pointer: UnsafeMutableRawPointer?, as: Object.Type) -> Object? {
        pointer.map { Unmanaged<Object>.fromOpaque($0).takeUnretainedValue() }
    }

    /// The request line is read: the exchange begins and is retained until `completed`.
    static let requestLine:
        @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?) -> UnsafeMutableRawPointer? = {
            context, target, connection in
            guard let core = object(context, as: ServerCore.self), let connection, let target,
                let open = object(berth_mhd_socket_context(connection), as: OpenConnection.self)
            else { return nil }
            let raw = UnsafeBufferPointer(start: target, count: berth_mhd_text_length(target))
            let exchange = Exchange(
                core, open, ConnectionReference(pointer: connection), rawTarget: raw.map { UInt8(bitPattern: $0) })
            open.enter(.head, until: core.limits.headTimeoutMilliseconds)
            core.began()
            return Unmanaged.passRetained(exchange).toOpaque()
        }

    static let access: MHD_AccessHandlerCallback = { _, _, _, method, _, bytes, count, context in
        guard let context, let count, let exchange = object(context.pointee, as: Exchange.self) else { return .NO }
        if !exchange.hasBegun {
            exchange.hasBegun = true
            return exchange.begin(method: method)
        }
        guard count.pointee > 0 else { return exchange.complete() }
        let taken = exchange.take(UnsafeRawBufferPointer(start: bytes, count: count.pointee))
        count.pointee = 0
        return taken
    }

    static let completed: MHD_RequestCompletedCallback = { context, _, pointer, _ in
        guard let retained = pointer?.pointee else { return }
        pointer?.pointee = nil
        let exchange = Unmanaged<Exchange>.fromOpaque(retained).takeRetainedValue()
        exchange.completed()
        object(context, as: ServerCore.self)?.ended()
    }

    static let connection: MHD_NotifyConnectionCallback = { context, connection, pointer, code in
        guard let core = object(context, as: ServerCore.self), let pointer, let connection else { return }
        if code.rawValue == 0 {
            let peer = HTTPAddress(berth_mhd_peer(connection))
            let open = core.watch.opened(socket: berth_mhd_socket(connection), peer: peer)
            open.certificate = core.certificate
            pointer.pointee = Unmanaged.passRetained(open).toOpaque()
        } else if let retained = pointer.pointee {
            pointer.pointee = nil
            core.watch.closed(Unmanaged<OpenConnection>.fromOpaque(retained).takeRetainedValue())
        }
    }

    typealias CertificateCallback =
        @convention(c) (
            gnutls_session_t?, UnsafePointer<gnutls_datum_t>?, Int32, UnsafePointer<gnutls_pk_algorithm_t>?, Int32,
            UnsafeMutablePointer<UnsafeMutablePointer<gnutls_pcert_st>?>?, UnsafeMutablePointer<UInt32>?,
            UnsafeMutablePointer<gnutls_privkey_t?>?
        ) -> Int32

    /// A handshake asks for the certificate; libmicrohttpd tells of the connection before.
    static let certificate: CertificateCallback = { session, _, _, _, _, chain, count, key in
        guard let connection = session.flatMap({ gnutls_session_get_ptr($0) }),
            let open = object(berth_mhd_socket_context(OpaquePointer(connection)), as: OpenConnection.self),
            let certificate = open.certificate
        else { return -1 }
        chain?.pointee = certificate.chain
        count?.pointee = certificate.count
        key?.pointee = certificate.key
        return 0
    }

    static let header: MHD_KeyValueIteratorN = { context, _, name, nameCount, value, valueCount in
        guard let context else { return .NO }
        context.assumingMemoryBound(to: RequestHead.self).pointee.add(
            UnsafeRawBufferPointer(start: name, count: nameCount),
            UnsafeRawBufferPointer(start: value, count: value == nil ? 0 : valueCount))
        return .YES
    }

    static let read: MHD_ContentReaderCallback = { context, _, buffer, count in
        guard let pipe = object(context, as: BodyPipe.self), let buffer else { return -2 }
        return pipe.read(into: buffer, count: count)
    }

    /// The response is no longer needed: sent, or its connection is gone.
    static let readEnded: MHD_ContentReaderFreeCallback = { context in
        guard let context else { return }
        Unmanaged<BodyPipe>.fromOpaque(context).takeRetainedValue().close()
    }
}
