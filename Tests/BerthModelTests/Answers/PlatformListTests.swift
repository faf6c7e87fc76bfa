import BerthDocument
import BerthModel
import Testing

struct PlatformListTests {
    @Test(arguments: Syntax.allCases)
    func platformsReadBack(_ syntax: Syntax) throws {
        var platform = PlatformSummary()
        platform.name = "local"
        platform.kind = "containers"
        platform.executables = [Kind.dockerContainer.uri]
        platform.cores = 2
        platform.countables = [CountableAmount("gpu-a100", 4), CountableAmount("licence", nil)]
        platform.memory = 4_294_967_296
        var price = Price()
        (price.type, price.coreHour) = ("EUR", 0.04)
        platform.prices = [price]
        platform.footprint = [price, Price()]
        platform.groups = ["radio", "admins"]
        let list = PlatformList(platforms: [platform])
        let bytes = try list.document(for: syntax).written(as: syntax, root: XMLRoots.platformList)
        let read = PlatformList.reading(try Document.read(bytes, as: syntax), from: syntax)
        #expect(read.value == list)
        #expect(read.problems == [])
    }
}
