import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthPortal

struct ChangeWordsTests {
    private static let request: Document = [
        "executable": ["kind": "docker-container"],
        "compute": [
            "cores": ["min": 128, "max": 200], "memory": ["min": 2], "architecture": "riscv64",
            "accelerators": [["model": "gpu-a100", "count": ["min": 4]]], "features": ["avx512"], "volumes": [[:]],
        ],
        "storage": [["meta": ["name": "scratch"], "size": ["min": 500]]], "data": [["meta": ["name": "north"]]],
        "costs": [["type": "https://example.org/units#EUR", "max": 3]],
        "schedule": ["requested": ["duration": "PT5H", "start": "2030-01-31T12:00:00Z/PT1H"]],
    ]

    @Test(
        arguments: [
            ("compute.cores.min", 64, "at most 64 cores instead of 128"),
            ("compute.cores.min", 1, "at most 1 core instead of 128"),
            ("compute.cores.max", 64, "at most 64 cores instead of 200"),
            ("compute.memory.min", 4, "at least 4 GiB of memory instead of 2"),
            ("compute.memory.max", 4, "at most 4 GiB of memory"),
            ("compute.architecture", "amd64", "the architecture amd64 instead of riscv64"),
            ("compute.accelerators[0].model", "gpu-v100", "the accelerator gpu-v100 instead of gpu-a100"),
            ("compute.accelerators[0].count.min", 1, "at most 1 accelerator instead of 4"),
            ("storage[0].size.min", 20, "at most 20 GiB in scratch instead of 500"),
            ("costs[0].max", 5, "a price of up to 5 EUR instead of 3"),
            ("schedule.requested.duration", "PT2H", "for 2 h instead of 5 h"),
            (
                "schedule.requested.start", "2030-02-01T12:00:00Z/PT1H",
                "a start not before 2030-02-01 12:00 UTC instead of not before 2030-01-31 12:00 UTC"
            ),
            ("executable.imageName", "<b>", "the image name <b>"),
        ] as [(String, Document, String)])
    func aValue(_ path: String, _ to: Document, _ words: String) throws {
        let change = Change(path: try #require(DocumentPath(path)), to: to, range: .text(pattern: nil))
        #expect(ChangeWords(change: change, request: Self.request).text == words)
    }

    @Test(
        arguments: [
            ("storage[0]", "without the storage scratch"), ("data[0]", "without the data north"),
            ("costs[0]", "without the highest price"), ("compute.features[0]", "without the feature avx512"),
            ("compute.accelerators[0]", "without the accelerator"), ("compute.volumes[0]", "without the mount"),
            ("compute.architecture", "without the architecture riscv64"),
        ])
    func whatIsLeftOut(_ path: String, _ words: String) throws {
        let change = Change(path: try #require(DocumentPath(path)), to: .null, range: .absent)
        #expect(ChangeWords(change: change, request: Self.request).text == words)
    }

    @Test func severalAndOfWhoAsks() {
        let set = ChangeSet([
            Change(path: ["compute", "cores", "min"], to: 64, range: .text(pattern: nil)),
            Change(path: ["executable"], to: ["kind": .text(Kind.jupyterNotebook.uri)], range: .component),
        ])
        #expect(
            ChangeWords.text(set, of: Self.request)
                == "at most 64 cores instead of 128, and the task as a jupyter notebook")
        #expect(ChangeWords.short(set, of: Self.request) == "at most 64 cores, and the task as a jupyter notebook")
        #expect(ChangeWords.text(ChangeSet([.inGroup(["astro"])]), of: Self.request) == "you in the group astro")
    }
}
