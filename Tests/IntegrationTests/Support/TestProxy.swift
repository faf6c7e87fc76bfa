import Foundation
import Glibc
import Testing

/// A real nginx that speaks HTTP/2 over TLS in front of a broker, with a certificate of its own.
final class TestProxy {
    let folder: String
    let url: String
    private let process: Process

    var authorityFile: String { folder + "/certificate.pem" }

    /// One line for each call: protocol, number of the connection, method, path.
    var calls: [[String]] {
        let text = (try? String(contentsOfFile: folder + "/calls", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    }

    init(before broker: String, port: UInt16) throws {
        folder = NSTemporaryDirectory() + "berth-proxy-\(getpid())-\(UInt32.random(in: 0...(.max)))"
        url = "https://127.0.0.1:\(port)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Self.run(
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder + "/key.pem",
            "-out", folder + "/certificate.pem")
        try """
        daemon off;
        worker_processes 1;
        pid nginx.pid;
        error_log error.log warn;
        events { worker_connections 256; }
        http {
            log_format calls '$server_protocol $connection $request_method $uri';
            access_log calls calls;
            client_body_temp_path body;
            proxy_temp_path proxy;
            fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi;
            scgi_temp_path scgi;
            server {
                listen 127.0.0.1:\(port) ssl http2;
                ssl_certificate \(folder)/certificate.pem;
                ssl_certificate_key \(folder)/key.pem;
                location / {
                    proxy_pass \(broker);
                    proxy_buffering off;
                    proxy_set_header Host $http_host;
                }
            }
        }
        """.write(toFile: folder + "/nginx.conf", atomically: true, encoding: .utf8)
        process = Process()
        process.executableURL = URL(filePath: "/usr/sbin/nginx")
        process.arguments = ["-p", folder, "-c", folder + "/nginx.conf", "-e", folder + "/error.log"]
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let deadline = Date().addingTimeInterval(20)
        while !FileManager.default.fileExists(atPath: folder + "/nginx.pid") {
            let said = (try? String(contentsOfFile: folder + "/error.log", encoding: .utf8)) ?? ""
            try #require(process.isRunning && Date() < deadline, "nginx does not start: \(said)")
            usleep(20_000)
        }
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static func run(_ words: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(words[0]) failed")
    }
}
