import BerthHTTP
import BerthPlatform
import Testing

@testable import BerthKubernetes

@Suite struct KubeconfigTests {
    private static func text(cluster: String = "server: https://k.example.org:6443/", user: String = "token: t")
        -> String
    {
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {\(cluster)}}, {name: d, cluster: {server: "https://d.example.org"}}]
        users: [{name: u, user: {\(user)}}]
        contexts: [{name: x, context: {cluster: c, user: u, namespace: n}}, {name: y, context: {cluster: d, user: v}}]
        current-context: x
        """
    }

    private func access(_ text: String, _ context: String? = nil) throws(PlatformError) -> ClusterAccess {
        try Kubeconfig(reading: Array(text.utf8)).access(context, folder: "/nowhere")
    }

    @Test func theCurrentContextSaysWhereAndWho() throws {
        let access = try access(
            Self.text(
                cluster: "server: https://k.example.org:6443/, certificate-authority-data: Q0E=, proxy-url: http://p:1",
                user: "client-certificate-data: Q0VSVA==, client-key-data: S0VZ"))
        #expect(access.server == "https://k.example.org:6443")
        #expect(access.authorities == Array("CA".utf8))
        #expect(access.certificate?.certificate == Array("CERT".utf8))
        #expect(access.certificate?.key == Array("KEY".utf8))
        #expect(access.namespace == "n")
        #expect(access.proxy == "http://p:1")
        #expect(access.settings.authorities == Array("CA".utf8))
    }

    @Test func anotherContextCanBeNamed() throws {
        let access = try access(Self.text(), "y")
        #expect(access.server == "https://d.example.org")
        #expect(access.token == nil && access.namespace == nil)
        #expect(try self.access(Self.text()).token == "t")
    }

    @Test(arguments: [
        (
            text(cluster: "server: http://k.example.org"),
            "has the server http://k.example.org; it takes https://, or http:// of this machine alone"
        ),
        (
            text(cluster: "server: https://k, insecure-skip-tls-verify: true"),
            "says insecure-skip-tls-verify; name the cluster's certificate-authority instead"
        ),
        (
            text(cluster: "server: https://k, tls-server-name: x"),
            "says tls-server-name, which is not followed; name a server that its certificate is for"
        ),
        (
            text(user: "exec: {command: login}"),
            "says exec: a program would be run to log in; use a client certificate, or the token of a service account"
        ),
        (
            text(user: "auth-provider: {name: x}"),
            "says auth-provider: a plug-in would be needed to log in; use a client certificate, or the token of"
                + " a service account"
        ),
        (
            text(user: "username: x, password: secret"),
            "says username: passwords are not sent; use a client certificate, or the token of a service account"
        ),
        (
            text(user: "token: t, as: root"),
            "says as: nobody is impersonated; use a client certificate, or the token of a service account"
        ),
        (text(user: "client-certificate-data: Q0E="), "has a client-certificate without its client-key"),
        (text(user: "client-certificate-data: '!'"), "has a client-certificate-data that is not in base64"),
        ("users: []", "has no clusters"),
        ("clusters: []", "has no current-context; name one with the setting context: "),
        (text().replacing("current-context: x", with: "current-context: z"), "has no context z; it has x, y"),
        (text().replacing("cluster: c,", with: "cluster: e,"), "has no cluster with a server for the context x"),
    ])
    func whatIsNotDoneIsRefusedByName(_ text: String, _ fault: String) {
        let error = #expect(throws: PlatformError.self) { try access(text) }
        #expect(error?.code == .refused)
        #expect(error?.message == "The kubeconfig \(fault).")
        #expect(error?.fullDescription.contains("secret") == false)
    }

    @Test func aFileThatIsMissingIsRefusedAndNamedForAdministratorsOnly() {
        let error = #expect(throws: PlatformError.self) {
            try access(Self.text(cluster: "server: https://k, certificate-authority: ca.crt"))
        }
        #expect(error?.message == "A file of the credentials for the cluster cannot be read.")
        #expect(error?.detail == "/nowhere/ca.crt")
    }
}
