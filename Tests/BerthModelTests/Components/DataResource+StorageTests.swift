import BerthDocument
import Testing

@testable import BerthModel

@Suite struct DataResourceStorageTests {
    @Test func `Every kind of data names its storage`() {
        for member in DataResource.members {
            var reader = ModelReader(syntax: .json)
            var data = member.read([.init(name: "storage", value: "scratch")], &reader)
            #expect(data.storageReference == "scratch", "\(member.kind.name)")
            data.storageReference = "other"
            #expect(data.write(ModelWriter(syntax: .json))?["storage"] == "other", "\(member.kind.name)")
            data.storageReference = nil
            #expect(data.write(ModelWriter(syntax: .json))?["storage"] == nil, "\(member.kind.name)")
        }
        var stranger = DataResource.stranger(kind: "tape", ["storage": "scratch"])
        stranger.storageReference = "other"
        #expect(stranger == .stranger(kind: "tape", ["storage": "scratch"]))
        #expect(stranger.storageReference == nil)
    }
}
