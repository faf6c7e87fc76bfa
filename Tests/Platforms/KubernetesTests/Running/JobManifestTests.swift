import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform
import BerthTasks
import Testing

@testable import BerthKubernetes

@Suite struct JobManifestTests {
    private func manifest(
        _ settings: KubernetesSettings = .init(),
        _ change: (inout DockerContainer, inout KubernetesPlan) -> Void = { _, _ in }
    ) throws -> JobManifest {
        var container = DockerContainer()
        var details = KubernetesPlan()
        details.image = "busybox"
        details.seconds = 60
        change(&container, &details)
        var plan = Plan(QuestionClusterTests.question(storage: 2), on: "k", cores: 2, memoryGibibytes: 3)
        plan.executable = .dockerContainer(container)
        plan.details = details.document(for: .json)
        return try JobManifest(
            Work(session: UUID(random: 5, 5), plan: plan, owner: .anonymous, end: Instant(seconds: 0)), settings)
    }

    private func main(_ manifest: JobManifest) -> Document { manifest.pod["containers"]?.items.first ?? .null }

    @Test func aJobRunsOnceAndMakesNoPodBeforeItIsStarted() throws {
        let job = try manifest().job
        #expect(job.at("spec", "parallelism") == 0)
        #expect(job.at("spec", "backoffLimit") == 0)
        #expect(job.at("spec", "activeDeadlineSeconds") == .integer(3600 + 86_400 + 60 + 600 + 60))
        #expect(job.at("metadata", "name")?.text == "berth-00000000-0000-4005-8000-000000000005")
        #expect(job.label(ObjectNames.instanceLabel) == "berth")
        #expect(job.at("spec", "template", "metadata", "labels") == job.at("metadata", "labels"))
    }

    @Test func aPodHasNoMoreThanItNeeds() throws {
        let manifest = try manifest()
        let pod = manifest.pod
        #expect(pod["restartPolicy"] == "Never")
        #expect(pod["automountServiceAccountToken"] == false)
        #expect(pod["enableServiceLinks"] == false)
        #expect(pod.at("securityContext", "seccompProfile", "type") == "RuntimeDefault")
        #expect(
            main(manifest)["securityContext"] == [
                "allowPrivilegeEscalation": false, "privileged": false, "capabilities": ["drop": ["ALL"]],
                "readOnlyRootFilesystem": true,
            ])
    }

    @Test func whatIsPromisedIsRequestAndLimit() throws {
        let manifest = try manifest { $1.extended = [NamedCount("nvidia.com/gpu", 1)] }
        let resources = main(manifest)["resources"]
        #expect(resources?["limits"] == resources?["requests"])
        #expect(
            resources?["limits"] == [
                "cpu": "2", "memory": .text("\(3 << 30)"),
                "ephemeral-storage": .text("\((2 << 30) + (128 << 20))"), "nvidia.com/gpu": "1",
            ])
        #expect(manifest.pod["volumes"]?.items.last?.at("emptyDir", "sizeLimit")?.text == "\(2 << 30)")
    }

    @Test func privilegesNeedTheSiteAsWell() throws {
        let wanting: (inout DockerContainer, inout KubernetesPlan) -> Void = { container, _ in
            container.privileged = true
        }
        #expect(main(try manifest(.init(), wanting)).at("securityContext", "privileged") == false)
        var settings = KubernetesSettings()
        settings.privileged = true
        #expect(main(try manifest(settings, wanting))["securityContext"] == ["privileged": true])
    }

    @Test func nothingIsReadAsAVariable() throws {
        #expect(JobManifest.literal("$(HOME) $HOME $$(x)") == "$$(HOME) $$HOME $$$$(x)")
        let manifest = try manifest { container, _ in
            container.entrypoint = "/bin/sh"
            container.command = ["-c", "echo $(date)"]
            container.environment = ["A": "$(B)"]
        }
        #expect(main(manifest)["args"] == ["-c", "echo $$(date)"])
        #expect(main(manifest)["env"] == [["name": "A", "value": "$$(B)"]])
    }

    @Test func settingsOfTheSiteAreThere() throws {
        var settings = KubernetesSettings()
        settings.user = "1000:2000"
        settings.nodeSelector = ["zone": "a"]
        settings.priorityClass = "low"
        settings.runtimeClass = "gvisor"
        settings.serviceAccount = "none"
        settings.imagePullSecrets = ["reg"]
        var toleration = Toleration()
        (toleration.key, toleration.value, toleration.effect) = ("a", "b", "NoSchedule")
        settings.tolerations = [toleration]
        let pod = try manifest(settings).pod
        #expect(pod.at("securityContext", "runAsUser") == 1000 && pod.at("securityContext", "fsGroup") == 2000)
        #expect(pod["nodeSelector"] == ["zone": "a"])
        #expect(pod["priorityClassName"] == "low" && pod["runtimeClassName"] == "gvisor")
        #expect(pod["serviceAccountName"] == "none" && pod["imagePullSecrets"] == [["name": "reg"]])
        #expect(
            pod["tolerations"]?.items.first == [
                "key": "a", "operator": "Equal", "value": "b", "effect": "NoSchedule",
            ])
        #expect(pod["tolerations"]?.items.dropFirst().compactMap { $0["tolerationSeconds"] } == [300, 300])
    }

    private func notebook(_ mode: JupyterMode) throws -> JobManifest {
        var settings = KubernetesSettings()
        settings.ports = .nodePort
        settings.notebooks = KubernetesNotebooks()
        settings.notebooks?.mode = mode
        var details = KubernetesPlan()
        details.image = "jupyter:1"
        details.notebook = NotebookPlan()
        details.notebook?.file = "a.ipynb"
        var plan = Plan(QuestionClusterTests.question(storage: 2), on: "k", cores: 2, memoryGibibytes: 3)
        plan.executable = .jupyterNotebook(JupyterNotebook())
        plan.details = details.document(for: .json)
        var manifest = try JobManifest(
            Work(session: UUID(random: 5, 5), plan: plan, owner: .anonymous, end: Instant(seconds: 0)), settings)
        manifest.pieces = 2
        return manifest
    }

    @Test func aNotebookComesAsSecretsAndFindsItsStorage() throws {
        let manifest = try notebook(.headless)
        let sources = manifest.pod["volumes"]?.items.first { $0["name"] == "notebook" }?.at("projected", "sources")
        let name = "berth-00000000-0000-4005-8000-000000000005"
        #expect(
            sources == [["secret": ["name": .text(name + "-0")]], ["secret": ["name": .text(name + "-1")]]])
        let mounts = main(manifest)["volumeMounts"]?.items.compactMap { $0["mountPath"]?.text }
        #expect(mounts == ["/tmp", "/berth", "/storage/0"])
        #expect(main(manifest)["readinessProbe"] == nil && manifest.service == nil)
        #expect(manifest.secret(1, ["x": "eA=="]).at("metadata", "name")?.text == name + "-1")
        #expect(manifest.secret(1, ["x": "eA=="]).session == UUID(random: 5, 5))
    }

    @Test func aServerHasAServiceAndSaysWhenItAnswers() throws {
        let manifest = try notebook(.interactive)
        #expect(main(manifest).at("readinessProbe", "httpGet", "port") == 8888)
        #expect(manifest.service?.at("spec", "ports")?.items.first?["port"] == 8888)
        #expect(main(manifest)["ports"]?.items.first?["containerPort"] == 8888)
    }

    @Test func dataIsFetchedBeforeTheContainerBegins() throws {
        var settings = KubernetesSettings()
        settings.stagingImage = "curl:1"
        var manifest = try manifest(settings) { _, details in
            details.sources = ["https://example.org/$(x)"]
            details.staged = StagedFiles(["x.fits"], storages: [0])
        }
        manifest.plan.data = [.simple(SimpleData())]
        let fetcher = manifest.pod["initContainers"]?.items.first
        #expect(fetcher?["image"] == "curl:1")
        #expect(
            fetcher?["command"] == [
                "curl", "--fail", "--location", "--silent", "--show-error", "--globoff", "--proto", "=http,https",
                "--output", "/storage/x.fits",
                "https://example.org/$$(x)",
            ])
    }
}
