import BerthDocument
import BerthModel
import BerthPlatform
import Glibc
import Synchronization

@testable import BerthScripted

/// Requests and works for the tests of the scripted platform.
enum Script {
    static let request = "executable: {kind: docker-container, image: {locations: [localhost/any:1]}}"

    static func question(_ yaml: String) throws -> Question {
        let request = ExecutionRequest.reading(try Document.read(Array(yaml.utf8), as: .yaml), from: .yaml).value
        return Question(
            request, asker: .anonymous, now: Instant(seconds: 1_800_000_000), defaults: .init(), nextID: newID)
    }

    static func work(_ platform: ScriptedPlatform) async throws -> Work {
        guard case .yes(let plans) = await platform.canIDoThis(try question(request)), let plan = plans.first else {
            throw Refused()
        }
        return Work(session: newID(), plan: plan, owner: .anonymous, end: .latest)
    }

    struct Refused: Error {}

    static func newID() -> UUID { UUID(random: .random(in: 0...(.max)), .random(in: 0...(.max))) }
}

/// A clock that goes only when somebody sleeps.
final class Hands: Sendable {
    private let now = Mutex(Instant(seconds: 1_800_000_000))

    var clock: ScriptedClock {
        ScriptedClock(
            now: { self.now.withLock { $0 } },
            sleep: { instant in
                if Task.isCancelled { return }
                self.now.withLock { $0 = max($0, instant) }
            })
    }
}

extension ScriptedClock {
    /// The real time.
    static var system: ScriptedClock {
        ScriptedClock(
            now: {
                var time = timespec()
                clock_gettime(CLOCK_REALTIME, &time)
                return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
            },
            sleep: { instant in
                var time = timespec()
                clock_gettime(CLOCK_REALTIME, &time)
                let now = Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
                try? await Task.sleep(for: .milliseconds(max(0, instant.milliseconds - now)))
            })
    }
}

/// A folder that goes with the test.
final class Folder {
    let path: String

    init() throws {
        var template = Array("/tmp/berth-scripted-XXXXXX\0".utf8CString)
        guard mkdtemp(&template) != nil else { throw Script.Refused() }
        path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    deinit {
        guard let stream = opendir(path) else { return }
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            unlink(path + "/" + name)
        }
        closedir(stream)
        rmdir(path)
    }
}
