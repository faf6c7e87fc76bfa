import BerthModel
import Testing

@testable import BerthScripted

@Suite struct ScriptedStateTests {
    @Test func `A record that holds nothing is not there`() {
        let state = ScriptedState(directory: nil)
        let id = Script.newID()
        state.change(id) { $0.parts = ["compute"] }
        #expect(state.sessions == [id])
        state.change(id) { $0.parts = [] }
        #expect(state.sessions.isEmpty)
        #expect(state[id] == ScriptedRecord())
    }

    @Test func `Calls are counted for each step`() {
        let state = ScriptedState(directory: nil)
        #expect([state.count(.start), state.count(.start), state.count(.cancel)] == [1, 2, 1])
    }

    @Test func `A wait ends by a change, also one that came just before`() async {
        let state = ScriptedState(directory: nil)
        let id = Script.newID()
        // A clock that never comes.
        let clock = ScriptedClock(
            now: { Instant(seconds: 0) }, sleep: { _ in try? await Task.sleep(for: .seconds(600)) })
        await state.wait(id, until: .latest, clock) { true }
        let waiting = Task { await state.wait(id, until: .latest, clock) { state[id].started != nil } }
        state.change(id) { $0.started = Instant(seconds: 1) }
        await waiting.value
        #expect(state[id].started == Instant(seconds: 1))
    }

    @Test func `Records outlive the program in files that are whole`() throws {
        let folder = try Folder()
        let id = Script.newID()
        ScriptedState(directory: folder.path).change(id) {
            $0.parts = ["compute"]
            $0.end = Instant(seconds: 5)
        }
        #expect(ScriptedState(directory: folder.path)[id].end == Instant(seconds: 5))
        ScriptedState(directory: folder.path).change(id) { $0 = ScriptedRecord() }
        #expect(ScriptedState(directory: folder.path).sessions.isEmpty)
    }
}
