import BerthModel
import BerthPlatform
import Testing

@testable import BerthBroker

struct PlatformShareTests {
    private static func share(_ change: (inout PlatformShare) -> Void) -> PlatformShare {
        var share = PlatformShare()
        share.platform = "here"
        change(&share)
        return share
    }

    @Test func itIsWhatOnePersonMayHold() {
        let share = Self.share {
            ($0.cores, $0.memory, $0.sessions) = (4, 8, 2)
            $0.extras = [NamedCount("gpu", 1)]
        }
        #expect(share.fault == nil)
        #expect(share.resources[.cores] == 4)
        #expect(share.resources[.memory] == 8 * bytesPerGibibyte)
        #expect(share.resources[named: "gpu"] == 1)
        #expect(!share.resources.has(.storage))
    }

    @Test(arguments: [
        (share { _ in }, "", "name what one person may hold: cores, memory, storage, extras or sessions."),
        (share { $0.cores = 0 }, "cores", "is 0; it must be at least 1, or be left out."),
        (share { $0.memory = -1 }, "memory", "is -1; it must be at least 1, or be left out."),
        (share { $0.storage = 0 }, "storage", "is 0; it must be at least 1, or be left out."),
        (share { $0.sessions = 0 }, "sessions", "is 0; it must be at least 1, or be left out."),
        (share { $0.extras = [NamedCount("gpu", -1)] }, "extras[0].count", "is -1; it must be at least 0."),
        (
            share {
                $0.extras = (0..<13).map { NamedCount("x\($0)", 1) }
                ($0.cores, $0.memory, $0.storage, $0.sessions) = (1, 1, 1, 1)
            }, "", "names 17 different things; 16 can be counted."
        ),
    ])
    func whatCannotBeMeantIsTold(_ share: PlatformShare, _ key: String, _ message: String) throws {
        let fault = try #require(share.fault)
        #expect((fault.key, fault.message) == (key, message))
    }
}
