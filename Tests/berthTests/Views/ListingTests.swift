import BerthAnswers
import BerthModel
import Testing

@testable import berth

struct ListingTests {
    @Test func nothing() {
        #expect(Listing.lines([Session](), .none, .noon) == ["No sessions."])
        #expect(Listing.lines([PlatformSummary](), .none, .noon) == ["This broker has no platforms."])
    }

    @Test func aPlatformThatIsAway() {
        var platform = PlatformSummary()
        platform.name = "a"
        platform.cores = 1
        platform.executables = ["x", "docker-container"]
        platform.outage = "It is away.\n"
        let lines = Listing.lines([platform], .none, .noon)
        #expect(lines[0] == "name   cores  runs                 state")
        #expect(lines[1] == "a     1 core  x, docker-container  It is away.")
        platform.countables = [CountableAmount("gpu-a100", 4), CountableAmount("licence", nil)]
        platform.executables = []
        #expect(Listing.lines([platform], .none, .noon)[1] == "a     1 core  4 gpu-a100, licence  It is away.")
        platform.countables = []
        platform.groups = ["radio", "admins"]
        var price = Price()
        (price.type, price.start) = ("EUR", 0.5)
        platform.prices = [price]
        #expect(
            Listing.lines([platform], .none, .noon) == [
                "name   cores  for            price                state",
                "a     1 core  radio, admins  0.5 EUR per session  It is away.",
            ])
    }

    @Test func whatWasFoundInARegistry() {
        var platform = PlatformSummary()
        platform.name = "site-org-broker"
        platform.registry = "euro"
        platform.listed = TimeText.noon.now - TimeSpan(seconds: 3600)
        #expect(
            Listing.lines([platform], .none, .noon) == [
                "name             state  found", "site-org-broker  well   euro, listed 1 h ago",
            ])
        var registry = RegistrySummary()
        registry.name = "euro"
        registry.listed = 4
        registry.asked = 1
        registry.answered = TimeText.noon.now - TimeSpan(seconds: 3600)
        registry.problem = "It cannot be reached."
        var service = UnaskedService()
        service.identifier = "ivo://a/b"
        service.reason = "It does not answer."
        service.next = TimeText.noon.now + TimeSpan(seconds: 60)
        registry.unasked = [service]
        #expect(
            Listing.lines([registry, RegistrySummary()], .noon) == [
                "registry euro: 4 listed, 1 asked, as of 1 h ago", "  It cannot be reached.",
                "  ivo://a/b: It does not answer. Looked at again in 1 min.", "  and 2 more that are not asked",
                "registry : 0 listed, 0 asked, no list yet",
            ])
    }

    @Test func whatIsFreeAndWhatWasAnsweredLast() {
        var platform = PlatformSummary()
        platform.name = "a"
        (platform.cores, platform.freeCores) = (8, 3)
        (platform.memory, platform.freeMemory) = (32 << 30, 32 << 30)
        (platform.storage, platform.freeStorage) = (1 << 40, 0)
        platform.countables = [CountableAmount("gpu", 4, free: 1), CountableAmount("licence", 2, free: 2)]
        platform.answered = TimeText.noon.now - TimeSpan(seconds: 90)
        platform.answer = "yes"
        let lines = Listing.lines([platform], .none, .noon)
        #expect(
            lines == [
                "name         cores  memory       storage  also                   answered            state",
                "a     3 of 8 cores  32 GiB  0 B of 1 TiB  1 of 4 gpu, 2 licence  yes 1 min 30 s ago  well",
            ])
    }
}
