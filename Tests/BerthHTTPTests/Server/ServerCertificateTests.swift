import Glibc
import Testing

@testable import BerthHTTP

@Suite struct ServerCertificateTests {
    private func asking(_ certificate: Certificate) -> HTTPClient {
        var settings = HTTPClientSettings()
        settings.authorityPath = certificate.certificatePath
        return HTTPClient(settings)
    }

    private func file(_ text: String, in folder: Certificate) throws -> String {
        let path = folder.folder + "/other.pem"
        let file = try #require(fopen(path, "we"))
        fputs(text, file)
        fclose(file)
        return path
    }

    /// New connections see the new one; a connection that is there stays.
    @Test func aRenewedCertificateIsTakenUp() async throws {
        let (old, new) = (try Certificate(), try Certificate())
        defer {
            old.remove()
            new.remove()
        }
        let server = try HTTPServer(old.settings) { _ in HTTPResponse(.ok, body: [65]) }
        let request = HTTPClientRequest(.get, "https://127.0.0.1:\(server.port)/")
        let (before, after) = (asking(old), asking(new))
        #expect(try await before.send(request).body == [65])
        #expect(try await failure { try await after.send(request) }.code == .untrusted)
        #expect(try !server.takeUp(try #require(old.settings.tls)))
        #expect(try server.takeUp(try #require(new.settings.tls)))
        #expect(try await after.send(request).body == [65])
        // On its connection, which it has kept.
        #expect(try await before.send(request).body == [65])
        #expect(try await failure { try await asking(old).send(request) }.code == .untrusted)
        await server.stop()
    }

    @Test func whatCannotBeTakenUpChangesNothing() async throws {
        let (own, other) = (try Certificate(), try Certificate())
        let wrong = try file("nothing", in: other)
        defer {
            unlink(wrong)
            own.remove()
            other.remove()
        }
        let server = try HTTPServer(own.settings) { _ in HTTPResponse(.ok, body: [65]) }
        let pairs = [
            (wrong, own.keyPath, "\(wrong): the file holds no certificate in PEM"),
            (own.certificatePath, wrong, "\(wrong): the file holds no private key in PEM without a password"),
            (
                own.certificatePath, other.keyPath,
                "\(other.keyPath): the key is not that of the certificate \(own.certificatePath)"
            ),
            (own.certificatePath, "/nowhere", "/nowhere: cannot read the file for TLS (No such file or directory)"),
        ]
        for (certificate, key, message) in pairs {
            let tls = HTTPServerSettings.TLS(certificatePath: certificate, keyPath: key)
            let error = #expect(throws: HTTPError.self) { try server.takeUp(tls) }
            #expect(error?.code == .localFailure)
            #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
            // What an earlier call to the system said has no place in it.
            #expect(error?.cause != "File exists")
        }
        let request = HTTPClientRequest(.get, "https://127.0.0.1:\(server.port)/")
        #expect(try await asking(own).send(request).body == [65])
        await server.stop()
    }
}
