import BerthPlatform

extension PodState {
    /// Looks whether it will ever begin.
    ///
    /// - Parameters:
    ///   - since: when its image could not be fetched for the first time.
    ///   - patienceSeconds: so long an image may fail to be fetched.
    /// - Throws: `refused` or `notFound` for a pod that will never begin.
    func check(_ since: inout ContinuousClock.Instant?, patienceSeconds: Int64) throws(PlatformError) {
        for container in waiting {
            let words = container.words ?? ""
            switch container.waitingReason ?? "" {
            case "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError",
                "RegistryUnavailable":
                let (meaning, isFinal) = PodWords.image(container.waitingReason ?? "", words)
                let begin = since ?? ContinuousClock.now
                since = begin
                // `Back-off pulling image` does not say why; what was said before does.
                let isOver = ContinuousClock.now - begin > .seconds(patienceSeconds)
                if isFinal || isOver {
                    throw PlatformError(
                        .notFound, "The image \(container.image) cannot be fetched: \(meaning).",
                        subject: container.image, detail: words)
                }
            case "CreateContainerConfigError", "CreateContainerError", "RunContainerError":
                throw .notStarted(words, container.image)
            default: break
            }
        }
    }

    /// `refused` for a container that the node could not start, when only an administrator can tell why; else `nil`.
    var notStarted: PlatformError? {
        guard let end = main.end, ["ContainerCannotRun", "StartError"].contains(end.reason),
            PodWords.start(end.words) == nil
        else { return nil }
        return .notStarted(end.words, main.image)
    }
}

extension PlatformError {
    fileprivate static func notStarted(_ words: String, _ image: String) -> PlatformError {
        let why = PodWords.start(words) ?? "an administrator finds why in the log of the broker"
        return PlatformError(.refused, "The program could not be started: \(why).", subject: image, detail: words)
    }
}
