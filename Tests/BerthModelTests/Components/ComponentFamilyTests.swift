import BerthDocument
import Testing

@testable import BerthModel

/// What is common to all kinds of a family can be read and changed without knowing which kind it is.
@Suite struct ComponentFamilyTests {
    private func expectChanges<T: ComponentFamily>(_ type: T.Type) {
        let uuid = UUID(high: 1, low: 2)
        for member in T.members {
            var reader = ModelReader(syntax: .json)
            var value = member.read([], &reader)
            #expect(value.uuid == nil && value.name == nil)
            value.change { component, life in
                component.meta = Metadata(uuid: uuid, name: "name")
                life.phase = .running
            }
            #expect(value.uuid == uuid, "\(member.kind.name)")
            #expect(value.name == "name", "\(member.kind.name)")
            #expect(value.life?.phase == .running, "\(member.kind.name)")
            #expect(value.kind == member.kind)
            let document = value.write(ModelWriter(syntax: .json))
            #expect(document?["phase"] == "RUNNING")
            #expect(document?["meta"]?["name"] == "name")
        }
        let stranger = T.other(kind: "tape", ["kind": "tape"])
        var changed = stranger
        changed.change { _, life in life.phase = .running }
        #expect(changed == stranger)
        #expect(changed.component == nil && changed.life == nil)
    }

    @Test func `Every kind of every family`() {
        expectChanges(Executable.self)
        expectChanges(ComputeResource.self)
        expectChanges(StorageResource.self)
        expectChanges(DataResource.self)
    }
}
