import BerthModel
import BerthPlatform
import BerthTasks
import Testing

@testable import BerthKubernetes

@Suite struct KubernetesSettingsCheckTests {
    @Test func whatIsThereUnlessSetCanBeMeant() throws { try KubernetesSettings().check() }

    private static let mistakes:
        [(change: @Sendable (inout KubernetesSettings) -> Void, key: String, message: String)] = [
            (
                { $0.kubeconfig = "x" }, "kubeconfig",
                "is x, which is not an absolute path"
            ),
            (
                { $0.namespace = "A" }, "namespace",
                "is A, which is no name of an object"
            ),
            (
                { $0.instance = "a.b" }, "instance",
                "is a.b; it takes 1 to 40 lower-case letters, digits and -"
            ),
            (
                { $0.imagePullSecrets = ["-"] }, "imagePullSecrets[0]",
                "has -, which is no name of an object"
            ),
            (
                { $0.tolerations = [Toleration()] }, "tolerations[0]",
                "has one without a key"
            ),
            (
                { $0.registries = ["a b"] }, "registries[0]",
                "has a b, which is no host such as docker.io or registry.example.org:5000"
            ),
            (
                { $0.notebooks = KubernetesNotebooks() }, "notebooks",
                "has no image that has Jupyter"
            ),
            (
                {
                    $0.notebooks = KubernetesNotebooks()
                    $0.notebooks?.image = "jupyter:1"
                    $0.notebooks?.mode = .interactive
                }, "notebooks",
                "is interactive, and people reach no server: set ports to clusterIP or nodePort"
            ),
            (
                {
                    $0.notebooks = KubernetesNotebooks()
                    $0.notebooks?.image = "jupyter:1"
                    $0.notebooks?.notebookBytes = 1 << 30
                }, "notebooks",
                "takes notebooks of 1073741824 bytes; 32 MiB are the most: clusters keep them until the session is"
                    + " released"
            ),
            (
                { $0.user = "root" }, "user",
                "is root; it takes numbers, as 1000 or 1000:1000"
            ),
            (
                {
                    $0.stagingImage = "x"; $0.stagingCommand = []
                }, "stagingCommand",
                "is missing; say which program of stagingImage fetches"
            ),
            (
                { $0.dataAddresses = ["x"] }, "dataAddresses[0]",
                "has x, which is no address or range such as 10.0.0.0/8"
            ),
            (
                { $0.callSeconds = 0 }, "callSeconds",
                "is 0; it must be at least 1"
            ),
            (
                { $0.stopSeconds = -1 }, "stopSeconds",
                "is -1; it must be at least 0"
            ),
        ]

    @Test(arguments: mistakes.indices)
    func whatCannotBeMeantIsRefusedWithItsKey(_ index: Int) {
        let (change, subject, message) = Self.mistakes[index]
        var settings = KubernetesSettings()
        change(&settings)
        let error = #expect(throws: PlatformError.self) { try settings.check() }
        #expect(error?.subject == subject)
        let key = subject.split(separator: "[").first ?? ""
        #expect(error?.message == "The setting \(key) \(message).")
    }
}
