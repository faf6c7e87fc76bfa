import BerthDocument
import Testing

@testable import BerthPortal

struct RequestFindingsTests {
    @Test func everySentenceHasItsPlace() {
        let findings = RequestFindings([
            "executable": ["kind": "docker-container"],
            "compute": ["kind": "simple-compute-resource", "cores": ["min": 4, "max": 2]],
        ])
        #expect(
            findings.problems.map { "\($0.path)" } == ["executable.image", "compute.cores"])
        #expect(
            findings.sentences(at: ["executable", "image"])
                == ["This is missing; name at least one place of the image in its locations."])
        #expect(
            findings.sentences(at: ["compute"])
                == ["Min 4 is greater than max 2; write a min that is at most the max."])
        #expect(findings.sentences(at: ["compute", "memory"]).isEmpty)
    }

    @Test func whatIsWrongInItsTypeIsFoundBeforeWhatItMeans() {
        let findings = RequestFindings(["executable": ["kind": "jupyter-notebook", "location": [1]]])
        #expect(findings.problems.map { "\($0.path)" } == ["executable.location"])
        #expect(RequestFindings([:]).problems.map(\.path) == [["executable"]])
        #expect(
            RequestFindings(["executable": ["kind": "jupyter-notebook", "location": "a"], "mine": 1]).problems.isEmpty)
    }
}
