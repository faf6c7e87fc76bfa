import BerthDocument
import BerthModel
import Testing

@testable import BerthPortal

struct RequestFormTests {
    private func names(_ request: Document) -> [String] { RequestForm(request).fields.map(\.path.description) }

    @Test func everyKindOfTaskHasItsFields() {
        for choice in TaskKind.choices {
            let names = names(TaskKind.request(of: choice.kind))
            #expect(names.contains("executable.meta.name"), "\(choice.title)")
            #expect(names.contains { $0.hasPrefix("executable.") && $0 != "executable.meta.name" }, "\(choice.title)")
            #expect(names.contains("compute.cores.min") && names.contains("compute.memory.max"))
            // What may be written stands beside the field, and not only where something was wrong.
            let fields = RequestForm(TaskKind.request(of: choice.kind)).fields
            let duration = fields.first { $0.name == "at:schedule.requested.duration" }
            #expect(duration?.hint == "It is ended after this time. \(DurationText.forms)")
            #expect(names.contains("schedule.requested.start") && names.contains("schedule.requested.duration"))
            #expect(Set(names).count == names.count)
            // What only answers say is not asked for.
            #expect(!names.contains { $0.contains("phase") || $0.contains("messages") || $0.contains("external") })
        }
        #expect(
            names(TaskKind.request(of: .dockerContainer)).prefix(4)
                == [
                    "executable.meta.name", "executable.image.locations", "executable.command",
                    "executable.environment",
                ])
    }

    @Test func listsHaveTheFieldsOfTheirItems() {
        let request: Document = [
            "executable": ["kind": "docker-container", "network": ["ports": [["internal": ["port": 8888]]]]],
            "compute": [
                "kind": .text(Kind.acceleratedCompute.uri), "accelerators": [["model": "gpu-a100"]],
                "volumes": [["kind": "simple-volume-mount", "resource": "old"]],
            ],
            "data": [["kind": "S3-data-resource", "meta": ["name": "north"]], ["kind": "rucio-data-resource"]],
            "storage": [["kind": "simple-storage-resource", "meta": ["name": "room"]]],
            "costs": [["kind": "simple-minmax-float-cost"]], "metrics": [["kind": "simple-minmax-float-metric"]],
        ]
        let names = names(request)
        for name in [
            "executable.network.ports[0].internal.port", "compute.accelerators[0].count.min", "compute.architecture",
            "data[0].bucket", "data[0].meta.name", "data[1].rucio.scope", "storage[0].size.min",
            "compute.volumes[0].path", "costs[0].max", "metrics[0].max",
        ] {
            #expect(names.contains(name), "\(name)")
        }
        // A mount offers what there is, and keeps what it says.
        let resource = RequestForm(request).fields.first { $0.path.description == "compute.volumes[0].resource" }
        #expect(
            resource?.kind
                == .choice(["room", "north", "old"].map { FormField.Choice(word: $0, title: $0) }))
    }

    /// Whoever sends thousands of things does not keep others waiting for a page with all of them.
    @Test(arguments: ["data", "storage", "costs"]) func ofAVeryLongListSomeHaveFields(_ list: String) {
        let kinds: [String: Kind] = ["data": .simpleData, "storage": .simpleStorage, "costs": .simpleCost]
        func form(_ count: Int) -> RequestForm {
            let item: Document = ["kind": .text((kinds[list] ?? .simpleData).uri)]
            return RequestForm([
                "executable": ["kind": "docker-container"], list: .list(Array(repeating: item, count: count)),
            ])
        }
        func notes(_ form: RequestForm) -> [String] {
            form.sections.flatMap(\.rows).compactMap { if case .note(let text) = $0 { text } else { nil } }
                .filter { $0.contains("which go along as they are") }
        }
        let most = RequestForm.thingsShown
        #expect(notes(form(most)) == [])
        let longer = form(most + 9_000)
        #expect(notes(longer).count == 1)
        #expect(notes(longer).first?.hasPrefix("There are 9000 more") == true)
        #expect(longer.fields.count == form(most).fields.count)
    }

    @Test func aKindThatIsNotKnownStaysAsItIs() {
        let form = RequestForm(["executable": ["kind": "https://example.org/x", "a": 1], "compute": ["kind": "y"]])
        #expect(form.sections[0].rows.contains(.stranger("https://example.org/x", ["executable"])))
        #expect(form.sections[1].rows == [.stranger("y", ["compute"])])
    }

    @Test func identifiersArePlain() {
        #expect(FormField.id(of: ["data", .index(0), "my.name"]) == "f-data-0---my-name--")
    }
}
