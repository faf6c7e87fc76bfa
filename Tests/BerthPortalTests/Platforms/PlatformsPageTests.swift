import BerthModel
import Testing

@testable import BerthPortal

struct PlatformsPageTests {
    private static func text(_ brokers: [PlatformsPage.Broker], isAdministrator: Bool = false) -> String {
        PlatformsPage(brokers: brokers, now: Sample.noon, isAdministrator: isAdministrator).page.content.text
    }

    @Test func whatThereIsAndWhatIsFree() {
        var platform = PlatformSummary()
        platform.name = "<desk>"
        platform.kind = "containers"
        platform.executables = [Kind.dockerContainer.uri, "urn:strange"]
        platform.cores = 8
        platform.freeCores = 3
        platform.memory = 16 << 30
        platform.freeMemory = 16 << 30
        platform.countables = [CountableAmount("gpu-a100", 4, free: 1), CountableAmount("licence", nil)]
        platform.answered = Sample.after(-60)
        platform.answer = "yes"
        let text = Self.text([.init(name: "here", title: "Here", platforms: [platform], problem: nil)])
        #expect(
            text.contains(
                """
                <tr><th scope="row">&lt;desk&gt; <span class="soft">containers</span></th>\
                <td><span class="tag good">well</span></td><td>docker container, urn:strange</td>\
                <td>3 of 8 free</td><td>16 GiB</td><td></td><td>1 of 4 free gpu-a100, licence</td>\
                <td>everybody</td><td><span class="soft">none told; see its offers</span></td>\
                <td>yes <span class="soft"><time datetime="2030-01-31T11:59:00Z" data-count>1 min ago</time></span>\
                </td></tr>
                """))
        #expect(!text.contains("/portal/refused"))
    }

    @Test func forWhomItIsAndAtWhatPrice() {
        var platform = PlatformSummary()
        platform.name = "desk"
        platform.groups = ["radio", "<admins>"]
        var (euro, energy) = (Price(), Price())
        (euro.type, euro.coreHour, euro.start) = ("EUR", 0.04, 1)
        (energy.type, energy.memoryHour) = ("kWh", 0.002)
        platform.prices = [euro]
        platform.footprint = [energy]
        func page(_ broker: String, _ groups: [String]) -> String {
            let one = PlatformsPage.Broker(name: broker, title: "Here", platforms: [platform], problem: nil)
            return PlatformsPage(brokers: [one], now: Sample.noon, isAdministrator: false, groups: groups)
                .page.content.text
        }
        let out = page(PortalBroker.own, ["optical"])
        #expect(
            out.contains(
                """
                <td>members of radio or &lt;admins&gt; <span class="tag warn">you are not</span></td>\
                <td><ul class="plain"><li>0.04 EUR per core and hour, 1 EUR per session</li>\
                <li>0.002 kWh per GiB of memory and hour</li></ul></td>
                """))
        #expect(!page(PortalBroker.own, ["radio"]).contains("you are not"))
        // Another broker may know somebody by other groups.
        #expect(!page("east", []).contains("you are not"))
    }

    @Test func whatIsNotWell() {
        var down = PlatformSummary()
        down.outage = "New cooling."
        #expect(PlatformsPage.state(down) == ("bad", "New cooling."))
        var silent = PlatformSummary()
        silent.answer = "tooSlow"
        #expect(PlatformsPage.state(silent) == ("warn", "not answering"))
        let text = Self.text(
            [
                .init(name: "a", title: "A", platforms: [], problem: "Nobody answers."),
                .init(name: "b", title: "B", platforms: [], problem: nil),
            ], isAdministrator: true)
        #expect(text.contains("<h2 id=\"broker-0\">A</h2>\n<p class=\"notice warn\">Nobody answers.</p>"))
        #expect(text.contains("<h2 id=\"broker-1\">B</h2>\n<p>This broker has no platforms.</p>"))
        #expect(text.contains("<a href=\"/portal/refused\">"))
        #expect(Self.text([.init(name: "c", title: "C", platforms: [down], problem: nil)]).contains("not asked yet"))
    }
}
