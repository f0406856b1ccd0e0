using EdgeActors.Actors.Agents;

namespace EdgeActors.Actors.Tests.Agents;

public sealed class SlowerDeviceTests
{
    [Fact]
    public void One_run_that_this_machine_held_up_is_no_hundredfold_wait_of_the_device_that_it_stands_for()
    {
        var device = new SlowerDevice(100);
        for (var run = 0; run < 15; run++)
            Assert.Equal(29.7, device.DelayMs("head", 0.3), 9);

        Assert.Equal(29, device.DelayMs("head", 1), 9); // 30 ms in all, not 100
        Assert.Equal(198, device.DelayMs("tail", 2), 9);
    }

    [Fact]
    public void A_real_device_is_as_fast_as_it_is() => Assert.Equal(0, new SlowerDevice(1).DelayMs("head", 5));
}
