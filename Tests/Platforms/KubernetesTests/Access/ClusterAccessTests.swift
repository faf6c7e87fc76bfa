import BerthHTTP
import BerthPlatform
import Foundation
import Testing

@testable import BerthKubernetes

@Suite struct ClusterAccessTests {
    private static func folder(_ files: [String: String]) throws -> String {
        let folder = NSTemporaryDirectory() + "berth-account-\(getpid())-\(UInt32.random(in: 0...(.max)))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, text) in files { try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8) }
        return folder
    }

    @Test(arguments: [("10.96.0.1", "https://10.96.0.1:6443"), ("fd00::1", "https://[fd00::1]:6443")])
    func aPodFindsItsAccount(_ host: String, _ server: String) throws {
        let folder = try Self.folder(["token": "abc\n", "ca.crt": "CA", "namespace": "sessions"])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let environment = ["KUBERNETES_SERVICE_HOST": host, "KUBERNETES_SERVICE_PORT": "6443"]
        let access = try ClusterAccess.found(
            kubeconfig: nil, context: nil, environment: { environment[$0] }, accountFolder: folder)
        #expect(
            access
                == ClusterAccess(
                    server: server, authorities: Array("CA".utf8), token: "abc", namespace: "sessions"))
    }

    @Test func aKubeconfigThatIsNamedCountsMore() throws {
        let text =
            "clusters: [{name: c, cluster: {server: 'https://k'}}]\ncontexts: [{name: x, context: {cluster: c}}]\n"
        let folder = try Self.folder(["token": "abc", "ca.crt": "CA", "config": text + "current-context: x\n"])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func found(_ kubeconfig: String?, _ environment: [String: String]) throws(PlatformError) -> String {
            try ClusterAccess.found(
                kubeconfig: kubeconfig, context: nil, environment: { environment[$0] }, accountFolder: folder
            ).server
        }
        let inside = ["KUBERNETES_SERVICE_HOST": "h", "KUBECONFIG": folder + "/config"]
        #expect(try found(folder + "/config", inside) == "https://k")
        #expect(try found(nil, inside) == "https://h:443")
        #expect(try found(nil, ["KUBECONFIG": folder + "/config"]) == "https://k")
        let error = #expect(throws: PlatformError.self) { try found(nil, ["HOME": "/nowhere"]) }
        #expect(
            error?.message
                == "There is no kubeconfig, and the broker runs in no pod; name one with the setting kubeconfig.")
    }
}
