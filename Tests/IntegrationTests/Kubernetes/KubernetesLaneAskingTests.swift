import BerthDocument
import BerthHTTP
import BerthKubernetes
import BerthModel
import BerthPlatform
import Foundation
import Testing

/// What a real cluster says to questions: nodes, taints, quotas, limits, devices, credentials.
@Suite(.serialized) struct KubernetesLaneAskingTests {
    private let cluster: TestKubernetes

    init() throws { cluster = try TestKubernetes.shared.get() }

    private static func compute(_ text: String) -> String { "compute: {kind: simple-compute-resource, \(text)}" }

    @Test func aQuotaRefusesWithItsNumbersAndWhoCouldChangeIt() async throws {
        try await cluster.namespace("quota")
        try await cluster.call(
            .post, "/api/v1/namespaces/quota/resourcequotas",
            [
                "metadata": ["name": "team"],
                "spec": ["hard": ["requests.cpu": "1", "limits.memory": "4Gi", "count/jobs.batch": "3"]],
            ])
        try await cluster.until("the quota is counted") {
            try await cluster.call(.get, "/api/v1/namespaces/quota/resourcequotas/team")
                .value(at: ["status", "used"]) != nil
        }
        let platform = try await cluster.platform("quota")
        let yaml = TestKubernetes.script("sleep 600", Self.compute("cores: {min: 2}, memory: {min: 8}"))
        let obstacles = try await KubernetesRun.refusal(platform, yaml)
        #expect(
            KubernetesRun.sentences(obstacles) == [
                "compute.memory.min: 8 GiB is more than the 4 GiB of limits.memory that the quota team gives"
                    + " the namespace.",
                "compute.cores.min: 2 core is more than the 1 core of requests.cpu that the quota team gives"
                    + " the namespace.",
            ])
        #expect(obstacles.allSatisfy { $0.couldChange == "who set the quota team" && $0.rung == .notYou })
        #expect(obstacles.map(\.change?.to) == [.integer(4), .integer(1)])
        // What is used is another reason than what there is.
        let run = try await KubernetesRun(
            platform, TestKubernetes.script("sleep 600", Self.compute("memory: {min: 3}")))
        try await run.released { run in
            try await run.begin()
            #expect(try await run.state(.running) == .running)
            try await Task.sleep(for: .seconds(2))
            let now = try await KubernetesRun.refusal(
                platform, TestKubernetes.script("true", Self.compute("memory: {min: 2}")))
            #expect(now.allSatisfy { $0.rung == .notNow })
            #expect(
                KubernetesRun.sentences(now).contains(
                    "compute.memory.min: 2 GiB is more than the 1 GiB of limits.memory that are left now of the quota"
                        + " team: 3 of 4 are used."), "\(KubernetesRun.sentences(now))")
            try await platform.cancel(run.work)
        }
        #expect(try await cluster.things("quota") == [])
    }

    @Test func limitsOfTheNamespaceRefuseAndBindTheMost() async throws {
        try await cluster.namespace("limits")
        try await cluster.call(
            .post, "/api/v1/namespaces/limits/limitranges",
            [
                "metadata": ["name": "fair"],
                "spec": ["limits": [["type": "Container", "max": ["cpu": "1"], "min": ["memory": "1500Mi"]]]],
            ])
        let platform = try await cluster.platform("limits")
        let obstacles = try await KubernetesRun.refusal(
            platform, TestKubernetes.script("true", Self.compute("cores: {min: 2}")))
        #expect(
            KubernetesRun.sentences(obstacles) == [
                "compute.cores.min: 2 core is more than the 1 core that the limits fair of the namespace allow"
                    + " one session.",
                "compute.memory.min: 1 GiB is less than the 2 GiB that the limits fair of the namespace want of"
                    + " each session.",
            ])
        #expect(obstacles.map(\.change?.to) == [.integer(1), .integer(2)])
        let run = try await KubernetesRun(
            platform, TestKubernetes.script("true", Self.compute("cores: {min: 1, max: 2}, memory: {min: 2}")))
        #expect(run.work.plan.demand[.cores] == 1)
        let outcome = try await run.released { run in
            try await run.begin()
            return try await run.outcome()
        }
        #expect(outcome.isSuccess)
    }

    @Test func taintsAndCordonsAreReasons() async throws {
        let platform = try await cluster.platform("taints")
        let node = "/api/v1/nodes/n1"
        try await cluster.call(
            .patch, node, ["spec": ["taints": [["key": "gpu", "value": "only", "effect": "NoSchedule"]]]])
        try await Task.sleep(for: .milliseconds(1100))
        let tainted = try await KubernetesRun.refusal(platform, TestKubernetes.script("true"))
        let tolerant = try await cluster.platform("taints") {
            var toleration = Toleration()
            toleration.key = "gpu"
            $0.tolerations = [toleration]
        }
        let run = try await KubernetesRun(tolerant, TestKubernetes.script("true"))
        let outcome = try await run.released { run in
            try await run.begin()
            return try await run.outcome()
        }
        try await cluster.call(.patch, node, ["spec": ["taints": .null, "unschedulable": true]])
        try await Task.sleep(for: .milliseconds(1100))
        let cordoned = try await KubernetesRun.refusal(platform, TestKubernetes.script("true"))
        try await cluster.call(.patch, node, ["spec": ["taints": .null, "unschedulable": .null]])
        #expect(
            KubernetesRun.sentences(tainted) == [
                "compute: of the 1 nodes of the cluster 0 take sessions: 1 because its taint gpu=only:NoSchedule is not"
                    + " among the tolerations of this site."
            ])
        #expect(tainted.first?.rung == .notAllowed && tainted.first?.couldChange == "the site")
        #expect(outcome.isSuccess, "\(outcome)")
        #expect(cordoned.first?.rung == .notNow)
        #expect(KubernetesRun.sentences(cordoned).first?.contains("1 because it is closed to new pods") == true)
    }

    @Test func devicesAreCountedByName() async throws {
        let path = "/api/v1/nodes/n1/status"
        try await cluster.call(.patch, path, ["status": ["capacity": ["example.com/gpu": "2"]]])
        try await cluster.until("the node has its devices") {
            try await cluster.call(.get, "/api/v1/nodes/n1").value(at: ["status", "allocatable", "example.com/gpu"])?
                .text == "2"
        }
        let platform = try await cluster.platform("devices")
        func wanting(_ name: String, _ count: Int) -> String {
            let type = "https://www.purl.org/berth/schema/v1.0/countables/\(name)"
            return TestKubernetes.script(
                "sleep 1", "metrics: [{kind: simple-minmax-float-metric, type: \"\(type)\", min: \(count)}]")
        }
        let tooMany = try await KubernetesRun.refusal(platform, wanting("gpu", 3))
        #expect(tooMany.map(\.path.description) == ["metrics[0].min"], "\(tooMany)")
        #expect(tooMany.first?.change?.to == .integer(2))
        for name in ["gpu", "example-com-gpu"] {
            let run = try await KubernetesRun(platform, wanting(name, 2))
            try await run.released { run in
                try await run.begin()
                let pods = try await cluster.call(.get, "/api/v1/namespaces/devices/pods")
                _ = pods
                let jobs = try await cluster.call(.get, "/apis/batch/v1/namespaces/devices/jobs")
                let container: DocumentPath = ["items", .index(0), "spec", "template", "spec", "containers", .index(0)]
                let limits = jobs.value(at: container)?["resources"]?["limits"]
                #expect(limits?["example.com/gpu"]?.text == "2")
                #expect(try await run.outcome().isSuccess)
            }
        }
        try await cluster.call(.patch, path, ["status": ["capacity": ["example.com/gpu": .null]]])
    }

    @Test func featuresAreLabelsOfNodes() async throws {
        let node = "/api/v1/nodes/n1"
        func label(_ value: Document) async throws {
            try await cluster.call(
                .patch, node, ["metadata": ["labels": ["feature.node.kubernetes.io/cpu-cpuid.AVX2": value]]])
        }
        try await label("true")
        let platform = try await cluster.platform("features")
        func wanting(_ text: String) -> String {
            TestKubernetes.script("echo here", "compute: {kind: accelerated-compute-resource, \(text)}")
        }
        let run = try await KubernetesRun(platform, wanting("architecture: amd64, features: [avx2]"))
        try await run.released { run in
            try await run.begin()
            let jobs = try await cluster.call(.get, "/apis/batch/v1/namespaces/features/jobs")
            let pod: DocumentPath = ["items", .index(0), "spec", "template", "spec"]
            #expect(
                jobs.value(at: pod)?["nodeSelector"] == [
                    "kubernetes.io/arch": "amd64", "feature.node.kubernetes.io/cpu-cpuid.AVX2": "true",
                ])
            #expect(try await run.outcome().isSuccess)
        }
        let refused = try await KubernetesRun.refusal(platform, wanting("architecture: s390x, features: [tpu]"))
        #expect(
            KubernetesRun.sentences(refused) == [
                "compute.architecture: s390x is wanted, this platform has amd64.",
                "compute.features[0]: tpu is wanted, the features of this platform are avx2, cpu-cpuid.AVX2.",
            ])
        #expect(refused.map(\.change?.to) == [.text("amd64"), .null])
        try await label(.null)
    }

    // MARK: credentials and silence

    @Test func wrongCredentialsAndAHungServerAreSilence() async throws {
        try await cluster.namespace("silence")
        let question = try ContainerRun.question(TestKubernetes.script("true"))
        func silence(_ text: String) async throws -> Silence? {
            let file = cluster.directory + "/wrong.kubeconfig"
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            let platform = try await cluster.platform("silence") {
                $0.kubeconfig = file
                $0.callSeconds = 1
            }
            let answer = await platform.canIDoThis(question)
            if case .silence(let silence) = answer { return silence }
            Issue.record("it is no silence: \(answer)")
            return nil
        }
        let ca = "certificate-authority: pki/ca.crt"
        func config(_ server: String, _ ca: String, _ user: String) -> String {
            "clusters: [{name: c, cluster: {server: \"\(server)\"\(ca)}}]\nusers: [{name: u, user: {\(user)}}]\n"
                + "contexts: [{name: x, context: {cluster: c, user: u}}]\ncurrent-context: x\n"
        }
        let wrong = try await silence(config(cluster.server, ", " + ca, "token: nobody"))
        #expect(wrong?.reason == .unreachable)
        #expect(wrong?.message.contains("does not know the broker by its credentials") == true)
        let untrusted = try await silence(config(cluster.server, "", "token: nobody"))
        #expect(untrusted?.message.contains("The certificate of the cluster's API is not trusted") == true)
        let hung = try HTTPServer(HTTPServerSettings()) { _ in
            try? await Task.sleep(for: .seconds(30))
            return HTTPResponse(.ok)
        }
        let late = try await silence(config("http://127.0.0.1:\(hung.port)", "", "token: x"))
        #expect(late?.reason == .tooSlow)
        #expect(late?.message.contains("nobody") == false)
        await hung.stop()
        let nobody = try await silence(config("http://127.0.0.1:1", "", "token: x"))
        #expect(nobody?.reason == .unreachable)
    }

    @Test func aCheckNamesEachVerbThatIsMissing() async throws {
        let well = await (try await cluster.platform("check")).findings()
        #expect(well.map(\.subject) == ["cluster", "permissions", "nodes", "state directory"], "\(well)")
        #expect(well.filter { !$0.isWell } == [])
        // A certificate of somebody whom no Role names.
        let without = await
            (try await cluster.platform("check") {
                $0.kubeconfig = cluster.directory + "/broker.kubeconfig"
                $0.namespace = "check"
                $0.ports = .clusterIP
                $0.storageClass = "lane"
            }).findings()
        let missing = without.filter { $0.subject == "permission" }
        #expect(missing.count == 24, "\(missing)")
        #expect(missing.first?.found == "may not create jobs.batch in the namespace check")
        #expect(
            missing.first?.remedy
                == "an administrator applies packaging/kubernetes.yaml, or adds the verb create for jobs to"
                + " the broker's"
                + " Role")
        #expect(missing.last?.found.hasPrefix("may not list pods in the whole cluster: it cannot say") == true)
    }

    @Test func aBrokerThatMaySeeNoNodesStillAnswers() async throws {
        let platform = try await cluster.platform("blind")
        try await cluster.call(
            .delete, "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/berth-blind")
        try await Task.sleep(for: .milliseconds(500))
        let run = try await KubernetesRun(platform, TestKubernetes.script("echo blind"))
        let texts = run.work.plan.messages.compactMap(\.message).joined()
        #expect(texts.contains("Whether a node has room now cannot be seen"), "\(texts)")
        try await run.released { run in
            try await run.begin()
            #expect(try await run.outcome().isSuccess)
            #expect(try await run.output() == "blind\n")
        }
    }
}
