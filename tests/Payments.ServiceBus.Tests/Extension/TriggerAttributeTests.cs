using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Payments.ServiceBus.Tests.Extension;

/// <summary>
/// What the Functions SDK's generators expect of a trigger's attribute. Without it they fail, or write metadata that
/// the host misreads.
/// </summary>
public sealed class TriggerAttributeTests
{
    private static readonly Type Attribute = typeof(ServiceBusTriggerAttribute);

    [Fact]
    public void It_names_its_converter_and_allows_others()
    {
        var fallback = Attribute.GetCustomAttribute<ConverterFallbackBehaviorAttribute>();

        Assert.True(typeof(IInputConverter).IsAssignableFrom(
            Attribute.GetCustomAttribute<InputConverterAttribute>()?.ConverterType));
        Assert.Equal(ConverterFallbackBehavior.Default, fallback?.Behavior);
    }

    [Fact]
    public void One_message_at_a_time_is_the_default_and_arrays_are_cardinality_many()
    {
        var trigger = new ServiceBusTriggerAttribute("queue");
        var cardinality = Assert.IsAssignableFrom<ISupportCardinality>(trigger);
        Assert.Equal(Cardinality.One, cardinality.Cardinality);

        cardinality.Cardinality = Cardinality.Many;

        Assert.True(trigger.IsBatched);
        Assert.Equal(Cardinality.Many, cardinality.Cardinality);
        Assert.NotNull(Attribute.GetProperty(nameof(trigger.IsBatched))!.GetCustomAttribute<DefaultValueAttribute>());
    }

    [Fact]
    public void It_names_a_queue_or_a_subscription()
    {
        var queue = new ServiceBusTriggerAttribute("queue");
        var subscription = new ServiceBusTriggerAttribute("topic", "subscription");

        Assert.Equal(("queue", null, null), (queue.QueueName, queue.TopicName, queue.SubscriptionName));
        Assert.Equal(
            (null, "topic", "subscription"),
            (subscription.QueueName, subscription.TopicName, subscription.SubscriptionName));
    }
}
