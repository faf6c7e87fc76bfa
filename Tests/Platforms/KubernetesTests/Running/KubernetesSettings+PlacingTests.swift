import BerthDocument
import BerthModel
import Testing

@testable import BerthKubernetes

@Suite struct KubernetesSettingsPlacingTests {
    @Test func thePodAsksForTheLabelsOfTheSiteAndOfThePlan() {
        var members: DocumentMembers = [:]
        var settings = KubernetesSettings()
        settings.nodeSelector = ["zone": "x"]
        settings.place(&members, labels: ["kubernetes.io/arch": "amd64"])
        #expect(members["nodeSelector"] == ["zone": "x", "kubernetes.io/arch": "amd64"])
        members = [:]
        KubernetesSettings().place(&members)
        #expect(members["nodeSelector"] == nil)
    }

    @Test func aNodeThatIsAwayHasItsTime() {
        var members: DocumentMembers = [:]
        var settings = KubernetesSettings()
        settings.nodeSeconds = 7
        settings.place(&members)
        #expect(
            members["tolerations"]?.items.compactMap { $0["key"]?.text } == [
                "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable",
            ])
        #expect(members["tolerations"]?.items.allSatisfy { $0["tolerationSeconds"] == 7 } == true)
    }
}
