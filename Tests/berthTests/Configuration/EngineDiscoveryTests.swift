import Testing

@testable import berth

struct EngineDiscoveryTests {
    private static func found(_ variables: [String: String], programs: Set<String> = [], files: Set<String> = [])
        -> [EngineDiscovery.Found]
    {
        EngineDiscovery(
            environment: { variables[$0] }, hasProgram: { programs.contains($0) }, exists: { files.contains($0) }
        ).found
    }

    @Test func aSocketIsAPlatformOfContainers() {
        let found = Self.found(
            ["DOCKER_HOST": "unix:///run/x.sock"], files: ["/run/x.sock", "/var/run/docker.sock"])
        #expect(
            EngineDiscovery.text(found) == [
                "platforms:", "# a container engine at /run/x.sock", "- kind: containers", "  engine: /run/x.sock",
            ])
    }

    @Test func whatThereIsNoKindForIsToldAsSuch() {
        let found = Self.found(["OS_AUTH_URL": "https://cloud", "HOME": "/h"], files: ["/h/.kube/config"])
        for one in found where one.configuration.isEmpty {
            let line = "# There is also \(one.what), for which this program has no kind of platform."
            #expect(EngineDiscovery.text(found).contains(line))
        }
        #expect(
            found.map(\.what)
                == ["an OpenStack cloud at https://cloud (OS_AUTH_URL)", "a Kubernetes cluster (/h/.kube/config)"])
    }

    @Test func theVariablesOfACloudAreItsConfigurationWithoutItsSecret() {
        let url = ["OS_AUTH_URL": "https://cloud/identity", "OS_REGION_NAME": "R1"]
        let credential = [
            "OS_APPLICATION_CREDENTIAL_ID": "0123", "OS_APPLICATION_CREDENTIAL_SECRET": "very secret",
            "OS_USERNAME": "u",
        ]
        #expect(
            Self.found(url.merging(credential) { $1 }).first?.configuration == [
                "kind: openstack", "authURL: https://cloud/identity", "applicationCredential: \"0123\"",
                "region: \"R1\"", "image: debian-12",
            ])
        let password = ["OS_USERNAME": "u", "OS_PROJECT_NAME": "p", "OS_PASSWORD": "very secret"]
        #expect(
            Self.found(url.merging(password) { $1 }).first?.configuration == [
                "kind: openstack", "authURL: https://cloud/identity", "user: \"u\"", "project: \"p\"",
                "region: \"R1\"", "image: debian-12",
            ])
    }

    @Test func programsOfAVirtualEnvironmentAreNamedByTheirPlace() {
        let found = Self.found(
            ["PATH": "/usr/bin:/v/bin"], programs: ["jupyter", "cwltool"],
            files: ["/usr/bin/python3", "/v/bin/jupyter", "/v/bin/python3", "/v/bin/cwltool"])
        #expect(
            found.map(\.configuration) == [
                ["kind: jupyter", "python: \"/v/bin/python3\""],
                ["kind: workflows", "programs: {cwltool: \"/v/bin/cwltool\"}"],
            ])
    }

    @Test func aKubeconfigIsAPlatform() {
        #expect(
            EngineDiscovery.text(Self.found(["KUBECONFIG": "/k/config"], files: ["/k/config"])) == [
                "platforms:", "# a Kubernetes cluster (/k/config)", "- kind: kubernetes", "  kubeconfig: /k/config",
            ])
    }

    @Test func nothingIsToldAsNothing() {
        #expect(EngineDiscovery.text(Self.found([:])).first?.hasPrefix("# Nothing was found") == true)
    }

    @Test func programsOfWorkflowsAreOnePlatform() {
        #expect(
            Self.found([:], programs: ["cwltool", "snakemake"]).map(\.what) == ["workflow engines: cwltool, snakemake"])
    }
}
