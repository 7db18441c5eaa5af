using LocalServiceBus.Broker;
using LocalServiceBus.Messages;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Encoding;
using Microsoft.Azure.Amqp.Framing;

namespace LocalServiceBus.Tests.Messages;

public sealed class MessageSectionsTests
{
    [Fact]
    public void The_sections_of_a_message_add_up_to_the_message()
    {
        var message = Encoded();

        var sections = MessageSections.Read(message);

        Assert.Equal(message, MessageWriter.Join(
            sections.EncodedHeader, sections.EncodedAnnotations, sections.EncodedProperties,
            sections.EncodedApplicationProperties, sections.EncodedBody));
        Assert.Equal("m", sections.Properties.MessageId.ToString());
        Assert.Equal(1, sections.ApplicationProperties.Map["a"]);
        Assert.Equal([1, 2, 3], Assert.Single(sections.Data).ToArray());
    }

    [Fact]
    public void A_truncated_message_is_rejected_or_ends_with_a_whole_section()
    {
        var message = Encoded();
        for (var length = 0; length < message.Length; length++)
        {
            var rejection = Record.Exception(() => MessageSections.Read(message[..length]));

            if (rejection is not null)
                Assert.Equal(Conditions.DecodeError, Assert.IsType<BrokerException>(rejection).Condition);
        }
    }

    [Fact]
    public void A_message_of_nested_descriptors_is_rejected_without_a_stack_overflow() =>
        Assert.Equal(
            Conditions.DecodeError,
            Assert.Throws<BrokerException>(() => MessageSections.Read(new byte[256 * 1024])).Condition);

    [Fact]
    public void A_message_without_an_id_gets_one_and_is_otherwise_unchanged()
    {
        using var bare = AmqpMessage.Create(new AmqpValue { Value = "x" });

        var envelope = IncomingMessage.Read(Bytes(bare), TimeSpan.MaxValue);

        Assert.NotEmpty(envelope.MessageId);
        var sections = MessageSections.Read(envelope.Content);
        Assert.Equal(envelope.MessageId, sections.Properties.MessageId.ToString());
        Assert.Equal(Bytes(bare), sections.EncodedBody.ToArray());
    }

    [Fact]
    public void Changed_properties_are_added_to_the_message_s_own()
    {
        var changed = ChangedProperties.From(new AmqpMap { [new MapKey("b")] = "new" })!;

        var sections = MessageSections.Read(changed.ApplyTo(Encoded()));

        Assert.Equal((1, "new"), (sections.ApplicationProperties.Map["a"], sections.ApplicationProperties.Map["b"]));
        Assert.Equal([1, 2, 3], Assert.Single(sections.Data).ToArray());
    }

    private static byte[] Encoded()
    {
        using var message = AmqpMessage.Create(new Data { Value = new ArraySegment<byte>([1, 2, 3]) });
        message.Header.Durable = true;
        message.MessageAnnotations.Map["x-opt-partition-key"] = "p";
        message.Properties.MessageId = "m";
        message.ApplicationProperties.Map["a"] = 1;
        return Bytes(message);
    }

    private static byte[] Bytes(AmqpMessage message)
    {
        using var stream = message.ToStream();
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
