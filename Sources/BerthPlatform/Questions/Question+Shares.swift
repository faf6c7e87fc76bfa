extension Question {
    /// One obstacle for every need that by itself is more than one person may hold of a platform, each with the change
    /// that would do.
    ///
    /// - Parameter share: what one person may hold; what it does not name it does not bound.
    package func obstacles(ofShare share: Resources) -> [Obstacle] {
        let holder = "one person may hold at most"
        var most = share
        for name in ResourceName.plain where !share.has(name) { most[named: name] = .max }
        let obstacles =
            tooMuchToCompute(most, holder) + tooMuchToStore(most[.storage], holder)
            + tooManyToCount(share, holder) { share.has($0.name) }
        return obstacles.map { obstacle in
            var own = obstacle
            own.rung = .notYou
            return own
        }
    }
}
