extension Words {
    /// The broker's name means nothing to the name servers.
    static func nameUnknown(host: String, fault: String) -> Finding {
        failure(
            "broker.name", broker,
            "The name \(host) is not known here (\(part(fault))), so the broker cannot be found.",
            "Check that this machine is on the network and has a name server (try: getent hosts \(host)), and that the"
                + " name is written rightly in host.yaml.")
    }

    /// Nothing listens at the broker's port, or nothing answers there.
    ///
    /// - Parameter endpoint: `mqtts://host:port`
    static func unreachable(endpoint: String, port: Int, fault: String) -> Finding {
        failure(
            "broker.unreachable", broker, "No broker answers at \(endpoint): \(part(fault)).",
            "Check that the broker runs, that this machine's network works, and that the plant's firewall lets TCP port"
                + " \(port) out. Once it answers, the host connects by itself.")
    }

    /// The port answers, but no CONNACK comes.
    static func noAnswer(endpoint: String, fault: String) -> Finding {
        failure(
            "broker.silent", broker, "\(endpoint) takes the connection, but does not answer: \(part(fault)).",
            "Ask whoever runs the broker whether it is overloaded; check that host.yaml names its MQTT port, with tls:"
                + " as the port wants it.")
    }

    /// The broker answers and refuses this client.
    static func notAuthorised(endpoint: String, clientID: String, fault: String) -> Finding {
        failure(
            "broker.notAuthorised", broker,
            "\(endpoint) does not let this machine in as \"\(clientID)\": \(part(fault)).",
            "Ask the platform's side whether the device \"\(clientID)\" is known and active, and whether its certificate"
                + " belongs to it.")
    }

    /// The broker closes before CONNACK, and says nothing.
    static func closedEarly(endpoint: String, clientID: String, fault: String) -> Finding {
        failure(
            "broker.closedEarly", broker, "\(endpoint) hangs up before it lets this machine in: \(part(fault)).",
            "Ask the platform's side whether the certificate of \"\(clientID)\" is active and has a policy; check that"
                + " host.yaml names the right port.")
    }

    /// Sessions are cut again and again, as when two clients take turns.
    static func idInUse(clientID: String, fault: String) -> Finding {
        failure(
            "broker.idInUse", broker, "The broker cuts the connection again and again: \(part(fault)).",
            "Look for a second machine that runs as \"\(clientID)\", such as an old client or a copy of this machine,"
                + " and switch it off: each device needs a certificate store of its own.")
    }

    /// PUBACKs stay away.
    static func noAcknowledgement(endpoint: String, fault: String) -> Finding {
        failure(
            "broker.noAcknowledgement", broker, "\(endpoint) takes events, but does not confirm them: \(part(fault)).",
            "Ask whoever runs the broker whether it stands still, or sends less than its limits allow; nothing is lost,"
                + " what is not confirmed is sent again.")
    }

    /// Right after the start.
    static func connecting(endpoint: String) -> Finding {
        warning(
            "broker.connecting", broker, "The connection to \(endpoint) is being made.",
            "Wait a moment: if it does not come about, the reason stands here.")
    }

    /// What fits nothing else.
    static func connectionLost(endpoint: String, fault: String) -> Finding {
        failure(
            "broker.lost", broker, "The connection to \(endpoint) is lost: \(part(fault)).",
            "Usually it comes back by itself within two minutes. If it does not, check network and broker.")
    }

    /// The topic is not this client's to publish on: the broker ends the session at each event, or gives them up.
    static func topicNotAuthorised(topic: String, clientID: String) -> Finding {
        failure(
            "topic.notAuthorised", broker,
            "The broker ends the connection whenever an event is published on \(topic): \"\(clientID)\" may not publish"
                + " there, or the topic is wrong.",
            "Compare the topic with what the platform gave (platform.environment, or broker.topic, in host.yaml), and"
                + " ask its side whether \"\(clientID)\" may publish there.")
    }

    /// The platform takes the events, and reports that it rejects them.
    static func telemetryRejected(count: Int, topic: String) -> Finding {
        failure(
            "topic.rejected", broker,
            "The platform rejected \(counted(count, "event", "events")) that the broker had taken on \(topic): wrong"
                + " rule name or environment, or a form that it does not know.",
            "Check platform.environment (dev, stg, prd) and header: in host.yaml, then ask the platform's side for the"
                + " reason of the rejection.")
    }

    /// The rule that the topic names does not exist: the broker confirms, and nobody gets the events.
    static func unknownRule(topic: String, expected: String) -> Finding {
        failure(
            "topic.rule", broker,
            "Events go to \(topic), a rule that the platform does not have (it has \(expected)): the broker confirms"
                + " them all the same, and nobody gets them.",
            "Correct the topic in host.yaml (platform.environment, or broker.topic), then start the host again.")
    }
}
