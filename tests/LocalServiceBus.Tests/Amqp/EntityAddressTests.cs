using LocalServiceBus.Amqp;

namespace LocalServiceBus.Tests.Amqp;

public sealed class EntityAddressTests
{
    [Theory]
    [InlineData("/Refunds", "refunds", false)]
    [InlineData("refunds", "refunds", false)]
    [InlineData("/refunds/%24DeadLetterQueue", "refunds/$deadletterqueue", false)]
    [InlineData("amqp://127.0.0.1/refunds", "refunds", false)]
    [InlineData("refunds/$management", "refunds", true)]
    [InlineData("refunds/$DeadLetterQueue/$management", "refunds/$deadletterqueue", true)]
    public void Each_client_s_form_of_an_address_leads_to_the_queue(string address, string path, bool isManagement) =>
        Assert.Equal(new EntityAddress(path, isManagement), EntityAddress.Parse(address));

    [Fact]
    public void The_node_for_tokens_belongs_to_no_queue() => Assert.True(EntityAddress.Parse("$cbs").IsTokens);
}
