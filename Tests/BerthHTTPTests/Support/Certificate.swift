import Glibc

@testable import BerthHTTP

/// A self-made certificate for 127.0.0.1 in a folder of its own, made by the openssl command.
struct Certificate {
    let folder: String
    var certificatePath: String { folder + "/certificate.pem" }
    var keyPath: String { folder + "/key.pem" }

    init() throws {
        var template = Array("/tmp/berth-tls-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw HTTPError(.localFailure, "no folder") }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let arguments = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", keyPath, "-out",
            certificatePath,
        ]
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var silence = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&silence)
        defer { posix_spawn_file_actions_destroy(&silence) }
        posix_spawn_file_actions_addopen(&silence, 2, "/dev/null", O_WRONLY, 0)
        var child: pid_t = 0
        guard posix_spawnp(&child, "openssl", &silence, nil, &words, environ) == 0 else {
            throw HTTPError(.localFailure, "openssl cannot be started")
        }
        var status: Int32 = 0
        waitpid(child, &status, 0)
        guard status == 0 else { throw HTTPError(.localFailure, "openssl made no certificate") }
    }

    func remove() {
        unlink(certificatePath)
        unlink(keyPath)
        rmdir(folder)
    }

    var settings: HTTPServerSettings {
        var settings = HTTPServerSettings()
        settings.tls = HTTPServerSettings.TLS(certificatePath: certificatePath, keyPath: keyPath)
        return settings
    }
}
