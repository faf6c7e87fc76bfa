import BerthPlatform
import Testing

@testable import BerthOpenStack

@Suite struct OpenStackPlatformTests {
    @Test func whoTheBrokerIsHasToBeSaid() {
        var settings = OpenStackSettings()
        settings.stateDirectory = "/s"
        let error = #expect(throws: PlatformError.self) { try OpenStackPlatform(settings) }
        #expect(error?.subject == "applicationCredential")
        #expect(
            error?.message
                == "The setting applicationCredential is missing, and so is user; one of them says who the broker is.")
    }
}
