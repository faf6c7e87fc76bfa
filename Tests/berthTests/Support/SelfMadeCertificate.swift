import Glibc

@testable import berth

/// A certificate for 127.0.0.1 and its key, made by the openssl command.
///
/// Not by Foundation's `Process`, whose `run` has read beyond its memory when several tests called it at the same time.
struct SelfMadeCertificate {
    let certificate: String
    let key: String

    init(in folder: String) {
        certificate = folder + "/certificate.pem"
        key = folder + "/key.pem"
    }

    /// Makes both anew.
    func write() throws {
        let arguments = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out",
            certificate,
        ]
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var silence = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&silence)
        defer { posix_spawn_file_actions_destroy(&silence) }
        posix_spawn_file_actions_addopen(&silence, 2, "/dev/null", O_WRONLY, 0)
        var child: pid_t = 0
        guard posix_spawnp(&child, "openssl", &silence, nil, &words, environ) == 0 else {
            throw ProgramError(.broken, "openssl cannot be started")
        }
        var status: Int32 = 0
        waitpid(child, &status, 0)
        guard status == 0 else { throw ProgramError(.broken, "openssl made no certificate") }
    }
}
