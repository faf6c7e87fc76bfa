import BerthPlatform
import Testing

@testable import BerthScripted

@Suite struct ScriptedThingTests {
    @Test("calls are counted by their kind")
    func counts() {
        var thing = ScriptedThing()
        #expect([thing.count(.start), thing.count(.start), thing.count(.cancel)] == [1, 2, 1])
    }

    @Test("a part that is removed is neither there nor whole")
    func remove() {
        var thing = ScriptedThing()
        thing.made = ["storage[0]", "compute"]
        thing.ready = ["storage[0]"]
        thing.remove(.storage(0))
        #expect(thing.made == ["compute"])
        #expect(thing.ready == [])
    }

    @Test("every part has its calls")
    func calls() {
        let parts: [Part] = [.storage(1), .data(2), .compute, .executable]
        #expect(parts.map(\.preparing) == [.prepareStorage, .prepareData, .prepareCompute, .prepareExecutable])
        #expect(parts.map(\.releasing) == [.releaseStorage, .releaseData, .releaseCompute, .releaseExecutable])
    }
}
